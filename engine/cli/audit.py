"""What an auditor asks of the chain of facts."""

import typer

from engine.app import opened
from engine.cli.console import say, stop
from engine.settings import Settings
from engine.store import audit

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.callback()
def group() -> None:
    """Check the audit trail."""


@app.command("verify")
def verify() -> None:
    """Recompute every hash; name each broken link and end with 1 when there is one."""
    store = opened(Settings().database)
    with store.reading() as connection:
        broken = audit.verify(connection)
    store.close()
    for link in broken:
        say(f"{link.chain or 'office'} #{link.seq}: {link.reason}")
    if broken:
        stop(f"{len(broken)} broken links")
    say("Every chain of facts is whole")
