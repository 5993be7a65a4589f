"""Keep what compensation and ad-hoc work need."""

revision = "0009_engine"
down_revision = "0008_design"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
