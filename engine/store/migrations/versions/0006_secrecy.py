"""Mark secret cases."""

import sqlalchemy as sa
from alembic import op

revision = "0006_secrecy"
down_revision = "0005_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of every case whether it is secret, what its starter sees, and whom it is about."""
    op.add_column("instance", sa.Column("classification", sa.String(12), server_default="", nullable=False))
    op.add_column("instance", sa.Column("starter_sees", sa.String(12), server_default="", nullable=False))
    op.add_column("instance", sa.Column("about", sa.Uuid(), nullable=True))
