"""Keep runs of case migration."""

revision = "0010_moves"
down_revision = "0009_engine"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
