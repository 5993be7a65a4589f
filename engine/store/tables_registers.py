"""Registers: business records with maintained sums and holds; settings."""

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment, Rupiah

register_row = Table(
    "register_row",
    metadata,
    primary(),
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
