"""The office: units, positions, people, who holds what, sessions, calendar, legal parameters."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint, text

from engine.store.tables_base import metadata, primary
from engine.store.types import Day, IdType, Json, Moment

unit = Table(
    "unit",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("parent", String(40), ForeignKey("unit.code")),
    #: As the office set it; "" for the zone of the unit it is part of.
    Column("zone", String(40), nullable=False, server_default="Asia/Jakarta"),
    #: The zone its clocks show, kept with every change of a unit; "" for the zone of the office.
    Column("local_zone", String(40), nullable=False, server_default=""),
)

position = Table(
    "position",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("title", Text, nullable=False),
    Column("unit", String(40), ForeignKey("unit.code"), nullable=False),
    #: Role keys such as commitment_officer, in a JSON list.
    Column("roles", Json, nullable=False),
    #: The position that is superior to this one.
    Column("superior", String(60), ForeignKey("position.code")),
    #: Rights beyond work: analyse, administer, audit.
    Column("rights", Json, nullable=False, server_default="[]"),
    #: Nobody holds it after this day; None while it lasts.
    Column("closed_on", Day),
)

person = Table(
    "person",
    metadata,
    primary(),
    Column("name", Text, nullable=False),
    Column("nip", String(18), unique=True),
    Column("email", Text),
    Column("language", String(2), nullable=False, server_default="id"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

holding = Table(
    "holding",
    metadata,
    primary(),
    Column("person_id", IdType(), ForeignKey("person.id"), nullable=False, index=True),
    Column("position", String(60), ForeignKey("position.code"), nullable=False, index=True),
    Column("capacity", String(10), nullable=False, server_default="definitif"),
    Column("warrant", Text, nullable=False, server_default=""),
    Column("from_on", Day, nullable=False),
    #: Last day, inclusive; None while it lasts.
    Column("until_on", Day),
    #: The date of the warrant letter.
    Column("warrant_on", Day),
)

account = Table(
    "account",
    metadata,
    primary(),
    Column("username", String(80), nullable=False, unique=True),
    Column("person_id", IdType(), ForeignKey("person.id"), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    #: Read by the release before login_failure; nothing reads them now.
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until_at", Moment),
    #: Set while the password is a one-time one: its owner sets another before this moment.
    Column("one_time_until", Moment),
)

#: Wrong passwords by the hash of the name they came with, whether or not anybody has that name.
login_failure = Table(
    "login_failure",
    metadata,
    Column("name_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until_at", Moment),
    Column("at", Moment, nullable=False, index=True),
)

api_token = Table(
    "api_token",
    metadata,
    primary(),
    Column("account_id", IdType(), ForeignKey("account.id"), nullable=False),
    Column("name", Text, nullable=False),
    #: SHA-256 of the token, hex; the token itself is shown once.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

session = Table(
    "session",
    metadata,
    #: SHA-256 of the cookie value, hex.
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", IdType(), ForeignKey("account.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

#: What was typed when the session had expired: kept for its owner only, given back after log-in.
rescued_form = Table(
    "rescued_form",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("username_hash", String(64), nullable=False, server_default=""),
    Column("path", Text, nullable=False),
    Column("fields", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
)

holiday = Table(
    "holiday",
    metadata,
    Column("day", Day, primary_key=True),
    Column("name", Text, nullable=False),
    #: national (libur nasional), joint_leave (cuti bersama), local.
    Column("kind", String(20), nullable=False),
    Column("legal_basis", Text, nullable=False),
    #: verified | contoh
    Column("status", String(10), nullable=False, server_default="contoh"),
)

parameter = Table(
    "parameter",
    metadata,
    primary(),
    Column("key", String(120), nullable=False),
    #: FEEL literal: 200000000, 7, "2026-11-30" …
    Column("value", Text, nullable=False),
    Column("unit", String(20), nullable=False, server_default=""),
    #: working, calendar, calendar_end_on_working_time; "" where it is no period.
    Column("day_type", String(40), nullable=False, server_default=""),
    Column("legal_basis", Text, nullable=False, server_default=""),
    Column("article", String(40), nullable=False, server_default=""),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
    Column("status", String(10), nullable=False, server_default="contoh"),
    Column("label_id", Text, nullable=False, server_default=""),
    Column("confirmed_by", IdType()),
    Column("confirmed_at", Moment),
    UniqueConstraint("key", "valid_from"),
)
