"""What researchers decided of implications."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "implications",
        sa.Column("implication", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("pain_point", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "decision in ('accepted', 'reworded', 'rejected', 'own')", name=op.f("ck_implications_decision")
        ),
        sa.CheckConstraint("theme != pain_point", name=op.f("ck_implications_pair")),
        sa.ForeignKeyConstraint(["coder"], ["coders.coder"], name=op.f("fk_implications_coder")),
        sa.ForeignKeyConstraint(["pain_point"], ["codes.code"], name=op.f("fk_implications_pain_point")),
        sa.ForeignKeyConstraint(["theme"], ["codes.code"], name=op.f("fk_implications_theme")),
        sa.PrimaryKeyConstraint("implication", name=op.f("pk_implications")),
    )
