"""Triggers that keep facts and attempts append-only, whoever is connected."""

from collections.abc import Sequence

_POSTGRES_FUNCTION = """
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Expected % to be append-only, but it was to be changed', tg_table_name;
end $$
"""


def forbid_changes(dialect: str, table: str) -> Sequence[str]:
    """Return the statements that let a table only grow: no UPDATE, no DELETE, no TRUNCATE."""
    return _sqlite(table) if dialect == "sqlite" else _postgres(table)


def _sqlite(table: str) -> list[str]:
    refusal = f"Expected {table} to be append-only, but it was to be changed"
    return [
        f"create trigger {table}_no_{act} before {act} on {table} begin select raise(abort, '{refusal}'); end"
        for act in ("update", "delete")
    ]


def _postgres(table: str) -> list[str]:
    return [
        _POSTGRES_FUNCTION,
        f"create trigger {table}_append_only before update or delete on {table} "
        "for each row execute function refuse_change()",
        f"create trigger {table}_no_truncate before truncate on {table} "
        "for each statement execute function refuse_change()",
    ]
