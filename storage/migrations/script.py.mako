<%
def steps(text):
    """The commands without the tool's own remarks."""
    lines = [line for line in (text or "pass").splitlines() if "###" not in line]
    return "\n".join(lines).strip() or "pass"
%>"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${steps(upgrades)}


def downgrade() -> None:
    ${steps(downgrades)}
