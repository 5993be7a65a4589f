"""Find the cases in which every token waits at a gateway for others that do not come."""

import sqlalchemy as sa
from alembic import op

revision = "0009_engine"
down_revision = "0008_design"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index of those scopes; no case stored before has the mark."""
    marked = sa.text("substr(name, 1, 1) = '!'")
    op.create_index("ix_counter_starved", "counter", ["instance_id"], sqlite_where=marked, postgresql_where=marked)
