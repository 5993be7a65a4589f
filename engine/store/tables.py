"""Every table of the product. FEEL values are Text written by engine.feel.codec; plain JSON is `Json`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.types import Day, IdType, Json, Moment, Rupiah

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _pk() -> Column[object]:
    return Column("id", IdType(), primary_key=True)


# --- the office: units, positions, people, who holds what, calendar, legal parameters -------------------------------

unit = Table(
    "unit",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("parent", String(40), ForeignKey("unit.code")),
    Column("zone", String(40), nullable=False, server_default="Asia/Jakarta"),
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
)

person = Table(
    "person",
    metadata,
    _pk(),
    Column("name", Text, nullable=False),
    Column("nip", String(18), unique=True),
    Column("email", Text),
    Column("language", String(2), nullable=False, server_default="id"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

holding = Table(
    "holding",
    metadata,
    _pk(),
    Column("person_id", IdType(), ForeignKey("person.id"), nullable=False, index=True),
    Column("position", String(60), ForeignKey("position.code"), nullable=False, index=True),
    Column("capacity", String(10), nullable=False, server_default="definitif"),
    Column("warrant", Text, nullable=False, server_default=""),
    Column("from_on", Day, nullable=False),
    #: Last day, inclusive; None while it lasts.
    Column("until_on", Day),
)

account = Table(
    "account",
    metadata,
    _pk(),
    Column("username", String(80), nullable=False, unique=True),
    Column("person_id", IdType(), ForeignKey("person.id"), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until_at", Moment),
)

api_token = Table(
    "api_token",
    metadata,
    _pk(),
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
    _pk(),
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

# --- packs: released versions are the truth; a draft is per file -----------------------------------------------------

blob = Table(
    "blob",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

pack_version = Table(
    "pack_version",
    metadata,
    _pk(),
    Column("pack", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("title_id", Text, nullable=False),
    Column("title_en", Text, nullable=False, server_default=""),
    #: shipped (from files) or browser.
    Column("origin", String(10), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("released_by", IdType()),
    Column("released_at", Moment, nullable=False),
    #: The one version new cases take.
    Column("current", Boolean, nullable=False),
    UniqueConstraint("pack", "number"),
    Index(
        "ix_pack_version_current", "pack", unique=True, sqlite_where=text("current"), postgresql_where=text("current")
    ),
)

pack_file = Table(
    "pack_file",
    metadata,
    Column("version_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    Column("path", String(200), nullable=False),
    Column("hash", String(64), ForeignKey("blob.hash"), nullable=False),
    PrimaryKeyConstraint("version_id", "path"),
)

file_draft = Table(
    "file_draft",
    metadata,
    Column("pack", String(60), nullable=False),
    Column("path", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    #: Rises with every save; a stale save is a conflict.
    Column("version", Integer, nullable=False),
    #: The released version the draft was begun from.
    Column("base_id", IdType()),
    Column("saved_by", IdType()),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("pack", "path"),
)

# --- cases: one instance row is the lock, the version and the head of the chain of facts ----------------------------

instance = Table(
    "instance",
    metadata,
    _pk(),
    Column("number", String(40), nullable=False, unique=True),
    Column("version_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    Column("pack", String(60), nullable=False),
    Column("process_id", String(120), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("next_no", Integer, nullable=False),
    Column("started_by", IdType()),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("incidents", Integer, nullable=False, server_default="0"),
    #: Head of the hash chain.
    Column("fact_seq", Integer, nullable=False),
    Column("fact_hash", LargeBinary(32), nullable=False),
    Index("ix_instance_started_by", "started_by", "started_at"),
)

#: The last case number given, per prefix and year: gap-free, never reused.
case_number = Table(
    "case_number",
    metadata,
    Column("prefix", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("prefix", "year"),
)


def _instance() -> Column[object]:
    return Column("instance_id", IdType(), nullable=False)


token = Table(
    "token",
    metadata,
    _instance(),
    Column("no", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("parent", Integer),
    Column("data", Json),
    PrimaryKeyConstraint("instance_id", "no"),
    Index(
        "ix_token_parent",
        "instance_id",
        "parent",
        sqlite_where=text("parent is not null"),
        postgresql_where=text("parent is not null"),
    ),
)

scope = Table(
    "scope",
    metadata,
    _instance(),
    Column("no", Integer, nullable=False),
    Column("parent", Integer),
    Column("holder", Integer),
    Column("node", Text, nullable=False),
    Column("live", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "no"),
    Index(
        "ix_scope_holder",
        "instance_id",
        "holder",
        sqlite_where=text("holder is not null"),
        postgresql_where=text("holder is not null"),
    ),
)

counter = Table(
    "counter",
    metadata,
    _instance(),
    Column("scope", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "scope", "name"),
)

subscription = Table(
    "subscription",
    metadata,
    _instance(),
    Column("no", Integer, nullable=False),
    Column("token", Integer),
    Column("scope", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("key", Text, nullable=False, server_default=""),
    Column("due", Moment),
    #: Set while a batch of due timers is being fired.
    Column("claimed_until", Moment),
    Column("data", Json),
    PrimaryKeyConstraint("instance_id", "no"),
    Index("ix_subscription_token", "instance_id", "token"),
    Index("ix_subscription_due", "due", sqlite_where=text("due is not null"), postgresql_where=text("due is not null")),
    Index(
        "ix_subscription_event",
        "kind",
        "name",
        "key",
        sqlite_where=text("due is null"),
        postgresql_where=text("due is null"),
    ),
)

#: A variable is a row, read when named (rowid table on SQLite: a big neighbour must not be read along).
variable = Table(
    "variable",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _instance(),
    Column("scope", Integer, nullable=False),
    Column("name", Text, nullable=False),
    #: engine.feel.codec text.
    Column("value", Text, nullable=False),
    Index("ux_variable", "instance_id", "scope", "name", unique=True),
)

task = Table(
    "task",
    metadata,
    _pk(),
    _instance(),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("form", String(120), nullable=False, server_default=""),
    #: The one address that owns it: position:<code> or role:<key>@<unit>.
    Column("owner", String(140), nullable=False),
    Column("open", Boolean, nullable=False),
    #: completed, cancelled; "" while open.
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    #: Sorts last where no due date is set.
    Column("due", Moment),
    #: `due`, or far in the future: what the inbox index sorts by.
    Column("rank", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False, server_default="50"),
    Column("claimed_by", IdType()),
    Column("claimed_at", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", IdType()),
    #: Position and capacity it was done in.
    Column("closed_as", String(140)),
    #: Why it came: from whom, what was decided before.
    Column("origin", Text, nullable=False, server_default=""),
    Index("ix_task_inbox", "owner", "rank", "id", sqlite_where=text("open"), postgresql_where=text("open")),
    Index("ix_task_instance", "instance_id", "element"),
    Index(
        "ix_task_due",
        "due",
        sqlite_where=text("open and due is not null"),
        postgresql_where=text("open and due is not null"),
    ),
)

draft = Table(
    "draft",
    metadata,
    Column("person_id", IdType(), nullable=False),
    #: `task:<id>` or `start:<pack>/<process>`.
    Column("subject", String(200), nullable=False),
    #: Raw posted fields, unvalidated.
    Column("fields", Json, nullable=False),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "subject"),
)

#: The values of a completed form, as signed: kept apart from facts so that erasure leaves the chain verifiable.
answer = Table(
    "answer",
    metadata,
    _pk(),
    _instance(),
    Column("task_id", IdType()),
    Column("form", String(120), nullable=False),
    #: engine.feel.codec text of the whole context of answers.
    Column("value", Text, nullable=False),
    #: Salt of the hashes of these values in the facts.
    Column("salt", LargeBinary(16), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_answer_instance", "instance_id"),
)

attachment = Table(
    "attachment",
    metadata,
    _pk(),
    Column("instance_id", IdType()),
    #: `task:<id>` or `start:…`, as drafts.
    Column("subject", String(200), nullable=False, index=True),
    Column("person_id", IdType(), nullable=False),
    Column("field", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("hash", String(64), ForeignKey("blob.hash"), nullable=False),
    Column("at", Moment, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    _pk(),
    _instance(),
    Column("template", String(120), nullable=False),
    Column("number", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_letter_instance", "instance_id"),
)

#: A short word to whoever answers an address: reminders, results (task type office:notify).
notice = Table(
    "notice",
    metadata,
    _pk(),
    _instance(),
    Column("owner", String(140), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
    Index(
        "ix_notice_owner", "owner", "at", sqlite_where=text("seen_at is null"), postgresql_where=text("seen_at is null")
    ),
)

job = Table(
    "job",
    metadata,
    _pk(),
    _instance(),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    #: call, continue, deliver.
    Column("kind", String(10), nullable=False),
    Column("type", String(120), nullable=False, server_default=""),
    #: engine.feel.codec text.
    Column("payload", Text, nullable=False),
    Column("headers", Json),
    #: The key an outside effect carries: fixed across retries.
    Column("key", String(80), nullable=False),
    #: ready, leased, done, failed (an incident waits), cancelled.
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("run_at", Moment, nullable=False),
    Column("lease_owner", String(60)),
    Column("lease_until", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    Index(
        "ix_job_due",
        "run_at",
        sqlite_where=text("state in ('ready','leased')"),
        postgresql_where=text("state in ('ready','leased')"),
    ),
    Index("ix_job_instance", "instance_id", "token"),
)

message = Table(
    "message",
    metadata,
    _pk(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("instance_id", IdType()),
    #: buffered, delivered, expired.
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("delivered_to", IdType()),
    Index(
        "ix_message_buffered",
        "name",
        "key",
        sqlite_where=text("state = 'buffered'"),
        postgresql_where=text("state = 'buffered'"),
    ),
)

incident = Table(
    "incident",
    metadata,
    _pk(),
    _instance(),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("job_id", IdType()),
    Column("code", String(60), nullable=False),
    Column("message", Text, nullable=False),
    Column("details", Json),
    Column("open", Boolean, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", IdType()),
    Index("ix_incident_open", "opened_at", sqlite_where=text("open"), postgresql_where=text("open")),
    Index("ix_incident_instance", "instance_id"),
)

# --- the audit: facts in a hash chain per instance, and one chain of the office --------------------------------------

fact = Table(
    "fact",
    metadata,
    #: The instance, or the office's own chain (all zeros).
    Column("chain", IdType(), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("element", String(120), nullable=False, server_default=""),
    Column("token", Integer),
    Column("person_id", IdType()),
    #: Position and capacity acted in, e.g. `DKOM.KADIS/plt`.
    Column("acted_as", String(140), nullable=False, server_default=""),
    Column("data", Json),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    Index("ix_fact_kind", "kind", "at"),
)

#: Head of the office's own chain (one row).
office_chain = Table(
    "office_chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

attempt = Table(
    "attempt",
    metadata,
    _pk(),
    Column("at", Moment, nullable=False),
    Column("code", String(60), nullable=False),
    Column("command", String(60), nullable=False),
    Column("instance_id", IdType()),
    Column("person_id", IdType()),
    Column("acted_as", String(140), nullable=False, server_default=""),
    Column("details", Json),
    Index("ix_attempt_at", "at"),
)

#: The stored answer of a command by its idempotency key.
receipt = Table(
    "receipt",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("command", String(60), nullable=False),
    Column("person_id", IdType()),
    Column("result", Json),
    Column("at", Moment, nullable=False, index=True),
)

# --- registers: business records with invariants ---------------------------------------------------------------------

register_row = Table(
    "register_row",
    metadata,
    _pk(),
    Column("register", String(120), nullable=False),
    Column("key", String(120), nullable=False),
    Column("parent_id", IdType(), ForeignKey("register_row.id"), index=True),
    Column("state", String(30), nullable=False),
    Column("unit", String(40), nullable=False, server_default=""),
    #: engine.feel.codec text of the fields.
    Column("data", Text, nullable=False),
    #: Text the look-up searches: key and label fields, lower case.
    Column("label", Text, nullable=False),
    #: Maintained sums of the holds on this row, in sen.
    Column("reserved", Rupiah, nullable=False, server_default="0"),
    Column("settled", Rupiah, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False),
    Column("instance_id", IdType()),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("register", "key"),
)

register_sum = Table(
    "register_sum",
    metadata,
    Column("row_id", IdType(), ForeignKey("register_row.id"), nullable=False),
    Column("child", String(120), nullable=False),
    #: Amount field, or "" for the count.
    Column("field", String(80), nullable=False),
    Column("total", Rupiah, nullable=False),
    PrimaryKeyConstraint("row_id", "child", "field"),
)

register_hold = Table(
    "register_hold",
    metadata,
    Column("row_id", IdType(), ForeignKey("register_row.id"), nullable=False),
    #: Who holds it: a contract number, a case.
    Column("key", String(120), nullable=False),
    Column("amount", Rupiah, nullable=False),
    #: reserved, settled, released.
    Column("state", String(10), nullable=False),
    Column("instance_id", IdType()),
    Column("changed_at", Moment, nullable=False),
    PrimaryKeyConstraint("row_id", "key"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Json, nullable=False),
)
