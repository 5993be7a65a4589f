"""Give an account a token for the API."""

from typing import Annotated

import typer

from engine.app import build, ready
from engine.cli.console import say, stop
from engine.model.actor import ENGINE
from engine.service.accounts import IssueToken
from engine.service.execute import execute
from engine.settings import Settings
from engine.store import accounts


def token(
    username: Annotated[str, typer.Argument(help="The account the token acts for")],
    name: Annotated[str, typer.Option(help="What the token is for")] = "tata token",
) -> None:
    """Print a new API token once; it acts with the rights of the account until it is revoked."""
    app = build(Settings())
    ready(app.store)
    with app.store.reading() as connection:
        account = accounts.account(connection, username)
    if account is None:
        stop(f"Expected an account, but nobody is called {username}")
    say(execute(IssueToken(account.id, name), world=app.world, actor=ENGINE).token)
    app.close()
