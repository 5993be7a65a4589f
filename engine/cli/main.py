"""The commands of `tata`, each in its own module."""

import typer

from engine.cli import audit, calendar, cases, check, conformance, decisions, demo, doctor, init, lint, packs, token, up
from engine.cli.console import stop, told
from engine.model.errors import Refused

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
app.command("init")(init.init)
app.command("up")(up.up)
app.command("demo")(demo.demo)
app.command("migrate")(up.migrate)
app.command("worker")(up.worker)
app.command("deploy")(packs.deploy)
app.command("pull")(packs.pull)
app.command("tidy")(packs.tidy)
app.command("check")(check.check)
app.command("lint")(lint.lint)
app.command("token")(token.token)
app.command("password")(init.password)
app.command("doctor")(doctor.doctor)
app.command("conformance")(conformance.conformance)
app.add_typer(audit.app, name="audit")
app.add_typer(decisions.app, name="dmn")
app.add_typer(cases.app, name="cases")
app.add_typer(calendar.app, name="calendar")


def main() -> None:
    """Run one command; a refusal is a sentence, not a traceback."""
    try:
        app()
    except Refused as refused:
        stop(told(refused))
