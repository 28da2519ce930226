"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coders",
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('person', 'method')", name=op.f("ck_coders_kind")),
        sa.PrimaryKeyConstraint("coder", name=op.f("pk_coders")),
        sa.UniqueConstraint("name", name=op.f("uq_coders_name")),
    )
    op.create_table(
        "codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("include", sa.Text(), nullable=False),
        sa.Column("exclude", sa.Text(), nullable=False),
        sa.Column("examples", sa.Text(), nullable=False),
        sa.Column("patterns", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["codes.code"], name=op.f("fk_codes_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_codes")),
    )
    op.create_table(
        "participants",
        sa.Column("participant", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("participant", name=op.f("pk_participants")),
        sa.UniqueConstraint("name", name=op.f("uq_participants_name")),
    )
    op.create_table(
        "settings",
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("setting", name=op.f("pk_settings")),
    )
    op.create_table(
        "changes",
        sa.Column("change", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["coder"], ["coders.coder"], name=op.f("fk_changes_coder")),
        sa.ForeignKeyConstraint(["undoes"], ["changes.change"], name=op.f("fk_changes_undoes")),
        sa.PrimaryKeyConstraint("change", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_undoes"), "changes", ["undoes"], unique=False)
    op.create_table(
        "documents",
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("participant", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["participant"], ["participants.participant"], name=op.f("fk_documents_participant")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_documents")),
        sa.UniqueConstraint("name", name=op.f("uq_documents_name")),
    )
    op.create_table(
        "memos",
        sa.Column("memo", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint("(about = 'passage') = (start is not null)", name=op.f("ck_memos_passage")),
        sa.CheckConstraint("about in ('study', 'document', 'passage', 'code', 'coding')", name=op.f("ck_memos_about")),
        sa.ForeignKeyConstraint(["coder"], ["coders.coder"], name=op.f("fk_memos_coder")),
        sa.PrimaryKeyConstraint("memo", name=op.f("pk_memos")),
    )
    op.create_table(
        "change_rows",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("did", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.CheckConstraint("did in ('insert', 'update', 'delete')", name=op.f("ck_change_rows_did")),
        sa.ForeignKeyConstraint(["change"], ["changes.change"], name=op.f("fk_change_rows_change")),
        sa.PrimaryKeyConstraint("change", "seq", name=op.f("pk_change_rows")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codings",
        sa.Column("coding", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("participant", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("word_start", sa.Integer(), nullable=False),
        sa.Column("word_end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint('start >= 0 and start < "end"', name=op.f("ck_codings_span")),
        sa.ForeignKeyConstraint(["code"], ["codes.code"], name=op.f("fk_codings_code")),
        sa.ForeignKeyConstraint(["coder"], ["coders.coder"], name=op.f("fk_codings_coder")),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name=op.f("fk_codings_document")),
        sa.ForeignKeyConstraint(["participant"], ["participants.participant"], name=op.f("fk_codings_participant")),
        sa.PrimaryKeyConstraint("coding", name=op.f("pk_codings")),
    )
    op.create_index("ix_codings_document", "codings", ["document"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("participant", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("word_start", sa.Integer(), nullable=False),
        sa.Column("word_end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status in ('proposed', 'accepted', 'rejected')", name=op.f("ck_suggestions_status")),
        sa.CheckConstraint('start >= 0 and start < "end"', name=op.f("ck_suggestions_span")),
        sa.ForeignKeyConstraint(["code"], ["codes.code"], name=op.f("fk_suggestions_code")),
        sa.ForeignKeyConstraint(["coder"], ["coders.coder"], name=op.f("fk_suggestions_coder")),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name=op.f("fk_suggestions_document")),
        sa.ForeignKeyConstraint(["participant"], ["participants.participant"], name=op.f("fk_suggestions_participant")),
        sa.PrimaryKeyConstraint("suggestion", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_document", "suggestions", ["document"], unique=False)
    op.create_table(
        "texts",
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name=op.f("fk_texts_document")),
        sa.PrimaryKeyConstraint("document", "revision", name=op.f("pk_texts")),
    )
    op.create_table(
        "turns",
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("participant", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("begin_ms", sa.Integer(), nullable=True),
        sa.Column("finish_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint("role in ('interviewer', 'participant')", name=op.f("ck_turns_role")),
        sa.CheckConstraint('start >= 0 and start < "end"', name=op.f("ck_turns_span")),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name=op.f("fk_turns_document")),
        sa.ForeignKeyConstraint(["participant"], ["participants.participant"], name=op.f("fk_turns_participant")),
        sa.PrimaryKeyConstraint("document", "turn", name=op.f("pk_turns")),
    )
