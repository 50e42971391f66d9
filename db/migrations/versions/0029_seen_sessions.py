"""Sessions that are not used end before their time."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_SEEN = sa.table("sign_in", sa.column("seen_at", sa.DateTime(timezone=True)))


def upgrade() -> None:
    op.add_column(
        "sign_in",
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            server_default="1970-01-01 00:00:00",
            nullable=False,
        ),
    )
    # The update signs nobody out: whoever is signed in counts as seen just now.
    op.execute(_SEEN.update().values(seen_at=datetime.now(UTC)))


def downgrade() -> None:
    op.drop_column("sign_in", "seen_at")
