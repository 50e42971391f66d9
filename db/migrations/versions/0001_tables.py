"""Every table of the first version, and the eight categories it starts with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CATEGORIES = [
    ("chem-bio", "Chem & bio", "evaluation"),
    ("cyber", "Cyber", "evaluation"),
    ("ai-rd", "AI R&D", "evaluation"),
    ("scheming-capabilities", "Scheming capabilities", "evaluation"),
    ("misalignment-propensity", "Misalignment propensity", "evaluation"),
    ("misuse-prevention", "Misuse (via API) prevention", "safety case"),
    ("scheming-prevention", "Scheming risk prevention", "safety case"),
    ("security", "Security", "safety case"),
]


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_table(
        "lab",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab")),
        sa.UniqueConstraint("slug", name=op.f("uq_lab_slug")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(
        op.f("ix_sign_in_failure_address"), "sign_in_failure", ["address"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_failure_name"), "sign_in_failure", ["name"], unique=False
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("name", name=op.f("uq_user_account_name")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("lab_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("developer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_evaluation_category_id_category"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["lab.id"], name=op.f("fk_evaluation_lab_id_lab")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("slug", name=op.f("uq_evaluation_slug")),
    )
    op.create_index(
        op.f("ix_evaluation_category_id"), "evaluation", ["category_id"], unique=False
    )
    op.create_index(
        op.f("ix_evaluation_lab_id"), "evaluation", ["lab_id"], unique=False
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.id"],
            name=op.f("fk_event_actor_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(
        "ix_event_entity_entity_id", "event", ["entity", "entity_id"], unique=False
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_job_created_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state"), "job", ["state"], unique=False)
    op.create_table(
        "model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lab_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("most_powerful", sa.Boolean(), nullable=False),
        sa.Column("released", sa.Text(), nullable=False),
        sa.Column("training_dates", sa.Text(), nullable=False),
        sa.Column("deployment_dates", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["lab.id"], name=op.f("fk_model_lab_id_lab")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model")),
        sa.UniqueConstraint("slug", name=op.f("uq_model_slug")),
    )
    op.create_index(op.f("ix_model_lab_id"), "model", ["lab_id"], unique=False)
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_publication_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(
        "ix_publication_kind_slug", "publication", ["kind", "slug"], unique=False
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("lab_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["lab.id"], name=op.f("fk_report_lab_id_lab")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("slug", name=op.f("uq_report_slug")),
    )
    op.create_index(op.f("ix_report_lab_id"), "report", ["lab_id"], unique=False)
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("lab_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["lab.id"], name=op.f("fk_scorecard_lab_id_lab")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("slug", name=op.f("uq_scorecard_slug")),
    )
    op.create_index(op.f("ix_scorecard_lab_id"), "scorecard", ["lab_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_sign_in_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("lab_says", sa.Text(), nullable=False),
        sa.Column("we_say", sa.Text(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_card_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name=op.f("fk_card_scorecard_id_scorecard"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint(
            "scorecard_id", "category_id", name=op.f("uq_card_scorecard_id_category_id")
        ),
    )
    op.create_index(op.f("ix_card_category_id"), "card", ["category_id"], unique=False)
    op.create_table(
        "report_model",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model.id"], name=op.f("fk_report_model_model_id_model")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_model_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "model_id", name=op.f("pk_report_model")),
    )
    op.create_index(
        op.f("ix_report_model_model_id"), "report_model", ["model_id"], unique=False
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("fetched_from", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("active_content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_revision_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["revision.id"],
            name=op.f("fk_revision_supersedes_id_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("sha256", name=op.f("uq_revision_sha256")),
    )
    op.create_index(
        op.f("ix_revision_report_id"), "revision", ["report_id"], unique=False
    )
    op.create_table(
        "scorecard_model",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model.id"], name=op.f("fk_scorecard_model_model_id_model")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"],
            ["scorecard.id"],
            name=op.f("fk_scorecard_model_scorecard_id_scorecard"),
        ),
        sa.PrimaryKeyConstraint(
            "scorecard_id", "model_id", name=op.f("pk_scorecard_model")
        ),
    )
    op.create_index(
        op.f("ix_scorecard_model_model_id"),
        "scorecard_model",
        ["model_id"],
        unique=False,
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_page_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
    )
    op.create_index(
        "uq_page_revision_id_number", "page", ["revision_id", "number"], unique=True
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_passage_created_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_passage_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_passage_revision_id_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(
        op.f("ix_passage_report_id"), "passage", ["report_id"], unique=False
    )
    op.create_index(
        op.f("ix_passage_revision_id"), "passage", ["revision_id"], unique=False
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("lab_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("asserted_by", sa.Text(), nullable=False),
        sa.Column("assertion_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assertion_id"], ["passage.id"], name=op.f("fk_claim_assertion_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_claim_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_claim_created_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["lab.id"], name=op.f("fk_claim_lab_id_lab")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["claim.id"], name=op.f("fk_claim_parent_id_claim")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("slug", name=op.f("uq_claim_slug")),
    )
    op.create_index(
        op.f("ix_claim_category_id"), "claim", ["category_id"], unique=False
    )
    op.create_index(op.f("ix_claim_lab_id"), "claim", ["lab_id"], unique=False)
    op.create_index(op.f("ix_claim_parent_id"), "claim", ["parent_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=True),
        sa.Column("page_to", sa.Integer(), nullable=True),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_placement_confirmed_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_placement_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_placement_revision_id_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    op.create_index(
        "ix_placement_passage_id_revision_id",
        "placement",
        ["passage_id", "revision_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_placement_revision_id"), "placement", ["revision_id"], unique=False
    )
    op.create_table(
        "published_passage",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passage.id"],
            name=op.f("fk_published_passage_passage_id_passage"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_passage_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "passage_id", name=op.f("pk_published_passage")
        ),
    )
    op.create_index(
        op.f("ix_published_passage_passage_id"),
        "published_passage",
        ["passage_id"],
        unique=False,
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("n", sa.Text(), nullable=False),
        sa.Column("interval_text", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name=op.f("fk_result_evaluation_id_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model.id"], name=op.f("fk_result_model_id_model")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_result_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
    )
    op.create_index(
        op.f("ix_result_evaluation_id"), "result", ["evaluation_id"], unique=False
    )
    op.create_index(op.f("ix_result_model_id"), "result", ["model_id"], unique=False)
    op.create_table(
        "threshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name=op.f("fk_threshold_evaluation_id_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_threshold_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold")),
    )
    op.create_index(
        op.f("ix_threshold_evaluation_id"), "threshold", ["evaluation_id"], unique=False
    )
    op.create_table(
        "claim_model",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_model_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model.id"], name=op.f("fk_claim_model_model_id_model")
        ),
        sa.PrimaryKeyConstraint("claim_id", "model_id", name=op.f("pk_claim_model")),
    )
    op.create_index(
        op.f("ix_claim_model_model_id"), "claim_model", ["model_id"], unique=False
    )
    op.create_table(
        "critique",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("change_our_mind", sa.Text(), nullable=False),
        sa.Column("ask_the_lab", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_critique_author_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_critique_claim_id_claim")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_critique")),
    )
    op.create_index(
        op.f("ix_critique_claim_id"), "critique", ["claim_id"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("aims_at", sa.Text(), nullable=False),
        sa.Column("load_bearing", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(passage_id IS NOT NULL AND result_id IS NULL AND source_url = '') OR (passage_id IS NULL AND result_id IS NOT NULL AND source_url = '') OR (passage_id IS NULL AND result_id IS NULL AND source_url <> '')",
            name=op.f("ck_evidence_one_target"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_evidence_created_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_evidence_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_evidence_result_id_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(
        op.f("ix_evidence_claim_id"), "evidence", ["claim_id"], unique=False
    )
    op.create_index(
        op.f("ix_evidence_passage_id"), "evidence", ["passage_id"], unique=False
    )
    op.create_index(
        op.f("ix_evidence_result_id"), "evidence", ["result_id"], unique=False
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("credence", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_verdict_author_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_verdict_claim_id_claim")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_claim_id"), "verdict", ["claim_id"], unique=False)

    category = sa.table(
        "category",
        sa.column("slug"),
        sa.column("name"),
        sa.column("group_name"),
        sa.column("position"),
    )
    op.bulk_insert(
        category,
        [
            {"slug": slug, "name": name, "group_name": group, "position": position}
            for position, (slug, name, group) in enumerate(CATEGORIES)
        ],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_verdict_claim_id"), table_name="verdict")
    op.drop_table("verdict")
    op.drop_index(op.f("ix_evidence_result_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_passage_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_claim_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_critique_claim_id"), table_name="critique")
    op.drop_table("critique")
    op.drop_index(op.f("ix_claim_model_model_id"), table_name="claim_model")
    op.drop_table("claim_model")
    op.drop_index(op.f("ix_threshold_evaluation_id"), table_name="threshold")
    op.drop_table("threshold")
    op.drop_index(op.f("ix_result_model_id"), table_name="result")
    op.drop_index(op.f("ix_result_evaluation_id"), table_name="result")
    op.drop_table("result")
    op.drop_index(
        op.f("ix_published_passage_passage_id"), table_name="published_passage"
    )
    op.drop_table("published_passage")
    op.drop_index(op.f("ix_placement_revision_id"), table_name="placement")
    op.drop_index("ix_placement_passage_id_revision_id", table_name="placement")
    op.drop_table("placement")
    op.drop_index(op.f("ix_claim_parent_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_lab_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_category_id"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_passage_revision_id"), table_name="passage")
    op.drop_index(op.f("ix_passage_report_id"), table_name="passage")
    op.drop_table("passage")
    op.drop_index("uq_page_revision_id_number", table_name="page")
    op.drop_table("page")
    op.drop_index(op.f("ix_scorecard_model_model_id"), table_name="scorecard_model")
    op.drop_table("scorecard_model")
    op.drop_index(op.f("ix_revision_report_id"), table_name="revision")
    op.drop_table("revision")
    op.drop_index(op.f("ix_report_model_model_id"), table_name="report_model")
    op.drop_table("report_model")
    op.drop_index(op.f("ix_card_category_id"), table_name="card")
    op.drop_table("card")
    op.drop_index(op.f("ix_sign_in_user_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_scorecard_lab_id"), table_name="scorecard")
    op.drop_table("scorecard")
    op.drop_index(op.f("ix_report_lab_id"), table_name="report")
    op.drop_table("report")
    op.drop_index("ix_publication_kind_slug", table_name="publication")
    op.drop_table("publication")
    op.drop_index(op.f("ix_model_lab_id"), table_name="model")
    op.drop_table("model")
    op.drop_index(op.f("ix_job_state"), table_name="job")
    op.drop_table("job")
    op.drop_index("ix_event_entity_entity_id", table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_evaluation_lab_id"), table_name="evaluation")
    op.drop_index(op.f("ix_evaluation_category_id"), table_name="evaluation")
    op.drop_table("evaluation")
    op.drop_table("user_account")
    op.drop_index(op.f("ix_sign_in_failure_name"), table_name="sign_in_failure")
    op.drop_index(op.f("ix_sign_in_failure_address"), table_name="sign_in_failure")
    op.drop_table("sign_in_failure")
    op.drop_table("lab")
    op.drop_table("category")
