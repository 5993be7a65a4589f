"""Look for what would stop an installation from working, and say the way out."""

import sys
from collections.abc import Callable, Mapping
from importlib.metadata import packages_distributions

from engine import runtime
from engine.app import endpoints, opened
from engine.cli.console import say, stop
from engine.settings import Settings
from engine.store import audit, migrate

#: Says nothing when all is well, else a sentence.
Check = Callable[[Settings], str]


def python(_: Settings) -> str:
    """The version of Python."""
    return "" if sys.version_info >= (3, 11) else f"Expected Python 3.11 or newer, but this is {sys.version}"


def packages(_: Settings) -> str:
    """Our import names are generic: another distribution could overwrite them silently."""
    owners = packages_distributions()
    foreign = [n for n in ("engine", "forms", "integrations") if set(owners.get(n, [])) - {"tatalaksana"}]
    return f"Expected {', '.join(foreign)} to be ours alone, but another package installs them too" if foreign else ""


def library(_: Settings) -> str:
    """The private parts of SpiffWorkflow we lean on."""
    try:
        runtime.check()
    except runtime.LibraryChanged as changed:
        return str(changed)
    return ""


def schema(settings: Settings) -> str:
    """The tables are those of this version."""
    store = opened(settings.database)
    try:
        return (
            "" if migrate.is_current(store) else "Expected the schema of this version, but it is not: run tata migrate"
        )
    finally:
        store.close()


def chains(settings: Settings) -> str:
    """The audit trail is whole."""
    store = opened(settings.database)
    try:
        with store.reading() as connection:
            broken = audit.verify(connection)
    finally:
        store.close()
    return (
        f"Expected whole chains of facts, but {len(broken)} links are broken: run tata audit verify" if broken else ""
    )


def connectors(settings: Settings) -> str:
    """Every connector has an address; without one its jobs become incidents."""
    missing = {"finance", "asset", "personnel"} - set(endpoints(settings))
    return f"No address for {', '.join(sorted(missing))}: their tasks will wait as incidents" if missing else ""


CHECKS: Mapping[str, Check] = {
    "python": python,
    "packages": packages,
    "SpiffWorkflow": library,
    "schema": schema,
    "audit": chains,
}


def doctor() -> None:
    """Check this installation; ends with 1 when something is broken."""
    settings = Settings()
    broken = 0
    for name, check in CHECKS.items():
        sentence = check(settings)
        broken += bool(sentence)
        say(f"{'BROKEN' if sentence else 'ok    '} {name}{': ' + sentence if sentence else ''}")
    note = connectors(settings)
    say(f"{'note  ' if note else 'ok    '} connectors{': ' + note if note else ''}")
    if broken:
        stop(f"{broken} broken")
