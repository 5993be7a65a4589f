"""Keep the zone of a unit and what a deadline was counted from."""

revision = "0011_clock"
down_revision = "0010_moves"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
