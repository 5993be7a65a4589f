"""Facts of the office's own chain in words, and what each of them changed."""

from collections.abc import Mapping

from engine.locale import gettext
from engine.locale import mark as _mark
from engine.service.views.trail import TrailRow
from engine.web.happenings import HAPPENINGS
from engine.web.pages import moment
from engine.web.words import Words

OFFICE: Mapping[str, str] = {
    "unit.added": _mark("Unit added"),
    "unit.changed": _mark("Unit changed"),
    "units.written": _mark("Units loaded"),
    "position.added": _mark("Position added"),
    "position.changed": _mark("Position changed"),
    "position.closed": _mark("Position closed"),
    "positions.written": _mark("Positions loaded"),
    "person.added": _mark("Person added"),
    "person.changed": _mark("Person changed"),
    "holding.added": _mark("Holding begun"),
    "holding.changed": _mark("Holding changed"),
    "holding.ended": _mark("Holding ended"),
    "holdings.written": _mark("Holdings loaded"),
    "holiday.added": _mark("Day closed"),
    "holiday.changed": _mark("Closed day changed"),
    "holiday.removed": _mark("Day opened"),
    "holidays.written": _mark("Closed days loaded"),
    "calendar.confirmed": _mark("Calendar confirmed"),
    "hours.set": _mark("Office hours set"),
    "deadlines.recounted": _mark("Deadlines counted again"),
    "start.failed": _mark("A process did not begin"),
    "start.retried": _mark("A process was tried again"),
    "start.skipped": _mark("A moment to begin was let pass"),
    "parameter.added": _mark("Legal number added"),
    "parameter.changed": _mark("Legal number confirmed"),
    "parameter.confirmed": _mark("Legal number confirmed"),
    "parameters.written": _mark("Legal numbers loaded"),
    "account.opened": _mark("Account opened"),
    "account.renamed": _mark("Account renamed"),
    "account.disabled": _mark("Account closed"),
    "account.enabled": _mark("Account reopened"),
    "password.reset": _mark("One-time password made"),
    "password.changed": _mark("Password changed"),
    "token.issued": _mark("API token made"),
    "token.revoked": _mark("API token ended"),
    "session.opened": _mark("Logged in"),
    "session.closed": _mark("Logged out"),
    "login.refused": _mark("Log-in refused"),
    "version.released": _mark("Version released"),
    "version.restored": _mark("Older version restored"),
    "move.begun": _mark("Moving of running cases begun"),
    "move.ended": _mark("Moving of running cases ended"),
    "process.drafted": _mark("Procedure drafted"),
    "process.imported": _mark("Procedure imported"),
    "packs.switched": _mark("Procedures switched on or off"),
    "scenarios.run": _mark("Scenarios played"),
    "scenarios.waived": _mark("Released without scenarios"),
    "office.founded": _mark("Office made"),
    "settings.written": _mark("Settings changed"),
    "setup.deferred": _mark("Step of the set-up deferred"),
    "setup.finished": _mark("Set-up finished"),
    "register.written": _mark("Register rows loaded"),
}

GROUPS: Mapping[str, str] = {
    "parameter": _mark("Legal numbers and calendar"),
    "jabatan": _mark("People and positions"),
    "rilis": _mark("Procedures"),
    "akun": _mark("Accounts"),
    "masuk": _mark("Log-ins"),
    "lain": _mark("Other"),
}

#: What the data of a fact are called.
DETAILS: Mapping[str, str] = {
    "fields": _mark("what was filled in"),
    "process": _mark("procedure"),
    "register": _mark("register"),
    "operation": _mark("act"),
    "key": _mark("key"),
    "error": _mark("refusal"),
    "address": _mark("for"),
    "due": _mark("due"),
    "decision": _mark("table"),
    "rules": _mark("rules"),
    "position": _mark("position"),
    "capacity": _mark("held as"),
    "from": _mark("from"),
    "to": _mark("to"),
    "moved": _mark("moved"),
    "why": _mark("because of"),
    "cases": _mark("cases"),
    "refused": _mark("refused"),
    "until": _mark("until"),
    "day": _mark("day"),
    "year": _mark("year"),
    "count": _mark("how many"),
    "status": _mark("status"),
    "valid_from": _mark("in force from"),
    "unit": _mark("unit"),
    "pack": _mark("pack"),
    "number": _mark("number"),
    "variables": _mark("values"),
}


def fact_in_words(kind: str, language: str) -> str:
    """Say what happened; an unknown kind is shown as it is stored."""
    said = HAPPENINGS.get(kind) or OFFICE.get(kind)
    return gettext(said, language) if said else kind


def changed(row: TrailRow, words: Words) -> str:
    """What the fact holds of it: names of fields, codes, days; never a personal value."""
    parts = []
    for name, value in row.data.items():
        told = _told(value, words)
        if told and not _is_identifier(name, told):
            label = gettext(DETAILS[name], words.language) if name in DETAILS else name
            parts.append(f"{label}: {told}")
    return "; ".join(parts)


def _told(value: object, words: Words) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(name) for name in value)
    if isinstance(value, list | tuple):
        return ", ".join(_item(one) for one in value)
    found = moment(value) if isinstance(value, str) and "T" in value else None
    if found and found.tzinfo:
        return words.when(found)
    return "" if value is None else str(value)


def _item(one: object) -> str:
    """A change of the calendar by its day and name; anything else as it is."""
    if not isinstance(one, Mapping):
        return str(one)
    return " ".join(str(one[name]) for name in ("day", "name") if name in one) or str(one.get("act", ""))


def _is_identifier(name: str, told: str) -> bool:
    """True for identifiers and salts, which tell a reader nothing."""
    return name in ("salt", "hash") or (len(told) in (32, 36) and all(sign in "0123456789abcdef-" for sign in told))
