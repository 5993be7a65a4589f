"""The metadata of every table and the two columns many of them share."""

from sqlalchemy import Column, MetaData

from engine.store.types import IdType

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def primary() -> Column[object]:
    """Return the primary key column every row of its own identity has."""
    return Column("id", IdType(), primary_key=True)


def of_instance() -> Column[object]:
    """Return the column that says which case a row belongs to."""
    return Column("instance_id", IdType(), nullable=False)
