CREATE TRIGGER absence_judgement_refuses_delete BEFORE DELETE ON absence_judgement BEGIN SELECT RAISE(ABORT, 'absence_judgement is append-only'); END;

CREATE TRIGGER absence_judgement_refuses_update BEFORE UPDATE ON absence_judgement BEGIN SELECT RAISE(ABORT, 'absence_judgement is append-only'); END;

CREATE TRIGGER absence_run_refuses_delete BEFORE DELETE ON absence_run BEGIN SELECT RAISE(ABORT, 'absence_run is append-only'); END;

CREATE TRIGGER absence_run_refuses_update BEFORE UPDATE ON absence_run BEGIN SELECT RAISE(ABORT, 'absence_run is append-only'); END;

CREATE TRIGGER change_coding_refuses_delete BEFORE DELETE ON change_coding BEGIN SELECT RAISE(ABORT, 'change_coding is append-only'); END;

CREATE TRIGGER change_coding_refuses_update BEFORE UPDATE ON change_coding BEGIN SELECT RAISE(ABORT, 'change_coding is append-only'); END;

CREATE TRIGGER critique_refuses_delete BEFORE DELETE ON critique BEGIN SELECT RAISE(ABORT, 'critique is append-only'); END;

CREATE TRIGGER critique_refuses_update BEFORE UPDATE ON critique BEGIN SELECT RAISE(ABORT, 'critique is append-only'); END;

CREATE TRIGGER event_hash_refuses_delete BEFORE DELETE ON event_hash BEGIN SELECT RAISE(ABORT, 'event_hash is append-only'); END;

CREATE TRIGGER event_hash_refuses_update BEFORE UPDATE ON event_hash BEGIN SELECT RAISE(ABORT, 'event_hash is append-only'); END;

CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

CREATE TRIGGER override_refuses_delete BEFORE DELETE ON override BEGIN SELECT RAISE(ABORT, 'override is append-only'); END;

CREATE TRIGGER override_refuses_update BEFORE UPDATE ON override BEGIN SELECT RAISE(ABORT, 'override is append-only'); END;

CREATE TRIGGER picture_check_refuses_delete BEFORE DELETE ON picture_check BEGIN SELECT RAISE(ABORT, 'picture_check is append-only'); END;

CREATE TRIGGER picture_check_refuses_update BEFORE UPDATE ON picture_check BEGIN SELECT RAISE(ABORT, 'picture_check is append-only'); END;

CREATE TRIGGER picture_decision_refuses_delete BEFORE DELETE ON picture_decision BEGIN SELECT RAISE(ABORT, 'picture_decision is append-only'); END;

CREATE TRIGGER picture_decision_refuses_update BEFORE UPDATE ON picture_decision BEGIN SELECT RAISE(ABORT, 'picture_decision is append-only'); END;

CREATE TRIGGER placement_refuses_delete BEFORE DELETE ON placement BEGIN SELECT RAISE(ABORT, 'placement is append-only'); END;

CREATE TRIGGER placement_refuses_update BEFORE UPDATE ON placement BEGIN SELECT RAISE(ABORT, 'placement is append-only'); END;

CREATE TRIGGER publication_refuses_delete BEFORE DELETE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;

CREATE TRIGGER publication_refuses_update BEFORE UPDATE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;

CREATE TRIGGER published_passage_refuses_delete BEFORE DELETE ON published_passage BEGIN SELECT RAISE(ABORT, 'published_passage is append-only'); END;

CREATE TRIGGER published_passage_refuses_update BEFORE UPDATE ON published_passage BEGIN SELECT RAISE(ABORT, 'published_passage is append-only'); END;

CREATE TRIGGER published_revision_refuses_delete BEFORE DELETE ON published_revision BEGIN SELECT RAISE(ABORT, 'published_revision is append-only'); END;

CREATE TRIGGER published_revision_refuses_update BEFORE UPDATE ON published_revision BEGIN SELECT RAISE(ABORT, 'published_revision is append-only'); END;

CREATE TRIGGER seal_refuses_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;

CREATE TRIGGER seal_refuses_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;

CREATE TRIGGER verdict_reason_refuses_delete BEFORE DELETE ON verdict_reason BEGIN SELECT RAISE(ABORT, 'verdict_reason is append-only'); END;

CREATE TRIGGER verdict_reason_refuses_update BEFORE UPDATE ON verdict_reason BEGIN SELECT RAISE(ABORT, 'verdict_reason is append-only'); END;

CREATE TRIGGER verdict_refuses_delete BEFORE DELETE ON verdict BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END;

CREATE TRIGGER verdict_refuses_update BEFORE UPDATE ON verdict BEGIN SELECT RAISE(ABORT, 'verdict is append-only'); END;

CREATE TABLE absence (
	id INTEGER NOT NULL, 
	report_id INTEGER NOT NULL, 
	statement TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_absence PRIMARY KEY (id), 
	CONSTRAINT fk_absence_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_absence_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE absence_judgement (
	id INTEGER NOT NULL, 
	absence_id INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	says BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	by_id INTEGER, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_absence_judgement PRIMARY KEY (id), 
	CONSTRAINT fk_absence_judgement_absence_id_absence FOREIGN KEY(absence_id) REFERENCES absence (id), 
	CONSTRAINT fk_absence_judgement_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE absence_run (
	id INTEGER NOT NULL, 
	absence_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	queries JSON NOT NULL, 
	hits JSON NOT NULL, 
	total INTEGER NOT NULL, 
	unread JSON NOT NULL, 
	text_version TEXT NOT NULL, 
	by_id INTEGER, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_absence_run PRIMARY KEY (id), 
	CONSTRAINT fk_absence_run_absence_id_absence FOREIGN KEY(absence_id) REFERENCES absence (id), 
	CONSTRAINT fk_absence_run_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id), 
	CONSTRAINT fk_absence_run_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE act (
	id INTEGER NOT NULL, 
	report_id INTEGER NOT NULL, 
	user_id INTEGER, 
	act TEXT NOT NULL, 
	said TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_act PRIMARY KEY (id), 
	CONSTRAINT fk_act_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_act_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id)
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE card (
	id INTEGER NOT NULL, 
	scorecard_id INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	lab_says TEXT NOT NULL, 
	we_say TEXT NOT NULL, 
	analysis TEXT NOT NULL, version INTEGER DEFAULT '1' NOT NULL, in_short TEXT DEFAULT '' NOT NULL, shown TEXT, credence TEXT, 
	CONSTRAINT pk_card PRIMARY KEY (id), 
	CONSTRAINT fk_card_category_id_category FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT fk_card_scorecard_id_scorecard FOREIGN KEY(scorecard_id) REFERENCES scorecard (id), 
	CONSTRAINT uq_card_scorecard_id_category_id UNIQUE (scorecard_id, category_id)
);

CREATE TABLE category (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	position INTEGER NOT NULL, version INTEGER DEFAULT '1' NOT NULL, introduction TEXT DEFAULT '' NOT NULL, invitation TEXT DEFAULT '' NOT NULL, experimental BOOLEAN DEFAULT 0 NOT NULL, group_id INTEGER CONSTRAINT fk_category_group_id_category_group REFERENCES category_group (id), 
	CONSTRAINT pk_category PRIMARY KEY (id), 
	CONSTRAINT uq_category_slug UNIQUE (slug)
);

CREATE TABLE category_group (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	introduction TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_category_group PRIMARY KEY (id), 
	CONSTRAINT uq_category_group_slug UNIQUE (slug)
);

CREATE TABLE change_coding (
	id INTEGER NOT NULL, 
	old_revision_id INTEGER NOT NULL, 
	new_revision_id INTEGER NOT NULL, 
	change TEXT NOT NULL, 
	effect TEXT, 
	notice TEXT, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_change_coding PRIMARY KEY (id), 
	CONSTRAINT fk_change_coding_old_revision_id_revision FOREIGN KEY(old_revision_id) REFERENCES revision (id), 
	CONSTRAINT fk_change_coding_new_revision_id_revision FOREIGN KEY(new_revision_id) REFERENCES revision (id), 
	CONSTRAINT fk_change_coding_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE claim (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	lab_id INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	asserted_by TEXT NOT NULL, 
	assertion_id INTEGER, 
	text TEXT NOT NULL, 
	state TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY (id), 
	CONSTRAINT fk_claim_assertion_id_passage FOREIGN KEY(assertion_id) REFERENCES passage (id), 
	CONSTRAINT fk_claim_category_id_category FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT fk_claim_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id), 
	CONSTRAINT fk_claim_lab_id_lab FOREIGN KEY(lab_id) REFERENCES lab (id), 
	CONSTRAINT fk_claim_parent_id_claim FOREIGN KEY(parent_id) REFERENCES claim (id), 
	CONSTRAINT uq_claim_slug UNIQUE (slug)
);

CREATE TABLE claim_model (
	claim_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	CONSTRAINT pk_claim_model PRIMARY KEY (claim_id, model_id), 
	CONSTRAINT fk_claim_model_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_claim_model_model_id_model FOREIGN KEY(model_id) REFERENCES model (id)
);

CREATE TABLE critique (
	id INTEGER NOT NULL, 
	claim_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	change_our_mind TEXT NOT NULL, 
	ask_the_lab TEXT NOT NULL, 
	author_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_critique PRIMARY KEY (id), 
	CONSTRAINT fk_critique_author_id_user_account FOREIGN KEY(author_id) REFERENCES user_account (id), 
	CONSTRAINT fk_critique_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id)
);

CREATE TABLE evaluation (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	lab_id INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	developer TEXT NOT NULL, version INTEGER DEFAULT '1' NOT NULL, metric TEXT DEFAULT '' NOT NULL, direction TEXT, position INTEGER DEFAULT '0' NOT NULL, merged_into_id INTEGER, 
	CONSTRAINT pk_evaluation PRIMARY KEY (id), 
	CONSTRAINT fk_evaluation_category_id_category FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT fk_evaluation_lab_id_lab FOREIGN KEY(lab_id) REFERENCES lab (id), 
	CONSTRAINT uq_evaluation_slug UNIQUE (slug)
);

CREATE TABLE event (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	entity_id TEXT NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, act TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_actor_id_user_account FOREIGN KEY(actor_id) REFERENCES user_account (id)
);

CREATE TABLE event_hash (
	number INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_event_hash PRIMARY KEY (number), 
	CONSTRAINT fk_event_hash_event_id_event FOREIGN KEY(event_id) REFERENCES event (id), 
	CONSTRAINT uq_event_hash_event_id UNIQUE (event_id)
);

CREATE TABLE "evidence" (
	id INTEGER NOT NULL, 
	claim_id INTEGER NOT NULL, 
	passage_id INTEGER, 
	result_id INTEGER, 
	absence_id INTEGER, 
	source_url TEXT NOT NULL, 
	source_title TEXT NOT NULL, 
	stance TEXT NOT NULL, 
	aims_at TEXT NOT NULL, 
	load_bearing TEXT NOT NULL, 
	strength TEXT NOT NULL, 
	reasons JSON NOT NULL, 
	note TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT ck_evidence_one_target CHECK ((passage_id IS NOT NULL AND result_id IS NULL AND absence_id IS NULL AND source_url = '') OR (passage_id IS NULL AND result_id IS NOT NULL AND absence_id IS NULL AND source_url = '') OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NOT NULL AND source_url = '') OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NULL AND source_url <> '')), 
	CONSTRAINT fk_evidence_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_evidence_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_evidence_result_id_result FOREIGN KEY(result_id) REFERENCES result (id), 
	CONSTRAINT fk_evidence_absence_id_absence FOREIGN KEY(absence_id) REFERENCES absence (id), 
	CONSTRAINT fk_evidence_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	claim_id INTEGER NOT NULL, 
	claim_slug TEXT NOT NULL, 
	invited_on TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	contact_note TEXT NOT NULL, 
	response_on TEXT NOT NULL, 
	response_text TEXT NOT NULL, 
	response_url TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT fk_invitation_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_invitation_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE job (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	payload JSON NOT NULL, 
	state TEXT NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	lease_until DATETIME, holder TEXT DEFAULT '' NOT NULL, not_before DATETIME, ended_at DATETIME, act TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT fk_job_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE known_browser (
	id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	user_id INTEGER NOT NULL, 
	signed_in_at DATETIME NOT NULL, 
	CONSTRAINT pk_known_browser PRIMARY KEY (id), 
	CONSTRAINT fk_known_browser_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id), 
	CONSTRAINT uq_known_browser_token_hash UNIQUE (token_hash)
);

CREATE TABLE lab (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	url TEXT NOT NULL, version INTEGER DEFAULT '1' NOT NULL, invented BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_lab PRIMARY KEY (id), 
	CONSTRAINT uq_lab_slug UNIQUE (slug)
);

CREATE TABLE letter (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	about TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	revision TEXT NOT NULL, 
	page INTEGER NOT NULL, 
	passage INTEGER NOT NULL, 
	edition INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	letter_text TEXT NOT NULL, 
	sender_name TEXT NOT NULL, 
	sender_email TEXT NOT NULL, 
	sent_at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_letter PRIMARY KEY (id), 
	CONSTRAINT uq_letter_number UNIQUE (number)
);

CREATE TABLE letter_sending (
	id INTEGER NOT NULL, 
	sender TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	number TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_letter_sending PRIMARY KEY (id)
);

CREATE TABLE model (
	id INTEGER NOT NULL, 
	lab_id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	most_powerful BOOLEAN NOT NULL, 
	released TEXT NOT NULL, 
	training_dates TEXT NOT NULL, 
	deployment_dates TEXT NOT NULL, version INTEGER DEFAULT '1' NOT NULL, release_key TEXT, predecessor_id INTEGER CONSTRAINT fk_model_predecessor_id_model REFERENCES model (id), 
	CONSTRAINT pk_model PRIMARY KEY (id), 
	CONSTRAINT fk_model_lab_id_lab FOREIGN KEY(lab_id) REFERENCES lab (id), 
	CONSTRAINT uq_model_slug UNIQUE (slug)
);

CREATE TABLE override (
	id INTEGER NOT NULL, 
	publication_id INTEGER NOT NULL, 
	findings JSON NOT NULL, 
	count INTEGER NOT NULL, 
	because TEXT NOT NULL, 
	by_id INTEGER, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_override PRIMARY KEY (id), 
	CONSTRAINT fk_override_publication_id_publication FOREIGN KEY(publication_id) REFERENCES publication (id), 
	CONSTRAINT fk_override_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE page (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	width DOUBLE NOT NULL, 
	height DOUBLE NOT NULL, 
	rotation INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	words BLOB NOT NULL, 
	links JSON NOT NULL, read_by TEXT DEFAULT '' NOT NULL, confidence DOUBLE DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_page PRIMARY KEY (id), 
	CONSTRAINT fk_page_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE passage (
	id INTEGER NOT NULL, 
	report_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	exact TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	page INTEGER NOT NULL, 
	boxes JSON NOT NULL, 
	description TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, position DOUBLE, occurrence INTEGER DEFAULT '0' NOT NULL, occurrences INTEGER DEFAULT '1' NOT NULL, heading TEXT DEFAULT '' NOT NULL, picture TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_passage PRIMARY KEY (id), 
	CONSTRAINT fk_passage_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id), 
	CONSTRAINT fk_passage_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_passage_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE passage_tag (
	passage_id INTEGER NOT NULL, 
	tag TEXT NOT NULL, 
	CONSTRAINT pk_passage_tag PRIMARY KEY (passage_id, tag), 
	CONSTRAINT fk_passage_tag_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id)
);

CREATE TABLE pdf_note (
	id INTEGER NOT NULL, 
	report_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	page INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	author TEXT NOT NULL, 
	colour TEXT NOT NULL, 
	at TEXT NOT NULL, 
	replies JSON NOT NULL, 
	passage_id INTEGER, 
	dismissed_at DATETIME, 
	decided_by_id INTEGER, 
	decided_at DATETIME NOT NULL, 
	CONSTRAINT pk_pdf_note PRIMARY KEY (id), 
	CONSTRAINT fk_pdf_note_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_pdf_note_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id), 
	CONSTRAINT fk_pdf_note_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_pdf_note_decided_by_id_user_account FOREIGN KEY(decided_by_id) REFERENCES user_account (id)
);

CREATE TABLE picture_check (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_picture_check PRIMARY KEY (id), 
	CONSTRAINT fk_picture_check_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_picture_check_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE picture_decision (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	decided_by_id INTEGER, 
	decided_at DATETIME NOT NULL, 
	CONSTRAINT pk_picture_decision PRIMARY KEY (id), 
	CONSTRAINT fk_picture_decision_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_picture_decision_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id), 
	CONSTRAINT fk_picture_decision_decided_by_id_user_account FOREIGN KEY(decided_by_id) REFERENCES user_account (id)
);

CREATE TABLE placement (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	exact TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	page_from INTEGER, 
	page_to INTEGER, 
	boxes JSON NOT NULL, 
	score DOUBLE NOT NULL, 
	checked_at DATETIME NOT NULL, 
	confirmed_by_id INTEGER, runner_up DOUBLE DEFAULT '0' NOT NULL, candidates JSON DEFAULT '[]' NOT NULL, changed JSON DEFAULT '[]' NOT NULL, text_version TEXT DEFAULT '' NOT NULL, decided BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_placement PRIMARY KEY (id), 
	CONSTRAINT fk_placement_confirmed_by_id_user_account FOREIGN KEY(confirmed_by_id) REFERENCES user_account (id), 
	CONSTRAINT fk_placement_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_placement_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE publication (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	title TEXT NOT NULL, 
	edition INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	withdrawn BOOLEAN NOT NULL, 
	by_id INTEGER, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, change TEXT, note TEXT DEFAULT '' NOT NULL, lab TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_publication PRIMARY KEY (id), 
	CONSTRAINT fk_publication_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE published_letter (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	about TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	revision TEXT NOT NULL, 
	page INTEGER NOT NULL, 
	passage INTEGER NOT NULL, 
	sent_at DATETIME NOT NULL, 
	letter_text TEXT NOT NULL, 
	state TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	by_id INTEGER, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	taken_down_at DATETIME, 
	CONSTRAINT pk_published_letter PRIMARY KEY (id), 
	CONSTRAINT fk_published_letter_letter_id_letter FOREIGN KEY(letter_id) REFERENCES letter (id), 
	CONSTRAINT fk_published_letter_by_id_user_account FOREIGN KEY(by_id) REFERENCES user_account (id)
);

CREATE TABLE published_passage (
	publication_id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	CONSTRAINT pk_published_passage PRIMARY KEY (publication_id, passage_id), 
	CONSTRAINT fk_published_passage_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_published_passage_publication_id_publication FOREIGN KEY(publication_id) REFERENCES publication (id)
);

CREATE TABLE published_revision (
	publication_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	CONSTRAINT pk_published_revision PRIMARY KEY (publication_id, revision_id), 
	CONSTRAINT fk_published_revision_publication_id_publication FOREIGN KEY(publication_id) REFERENCES publication (id), 
	CONSTRAINT fk_published_revision_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE reason (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	explanation TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_reason PRIMARY KEY (id), 
	CONSTRAINT uq_reason_slug UNIQUE (slug)
);

CREATE TABLE relation (
	id INTEGER NOT NULL, 
	evaluation_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	report_id INTEGER, 
	other_id INTEGER, 
	sentence TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_relation PRIMARY KEY (id), 
	CONSTRAINT ck_relation_ck_relation_two_evaluations CHECK (other_id <> evaluation_id), 
	CONSTRAINT ck_relation_ck_relation_another_side CHECK (report_id IS NOT NULL OR other_id IS NOT NULL), 
	CONSTRAINT fk_relation_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id), 
	CONSTRAINT fk_relation_evaluation_id_evaluation FOREIGN KEY(evaluation_id) REFERENCES evaluation (id), 
	CONSTRAINT fk_relation_other_id_evaluation FOREIGN KEY(other_id) REFERENCES evaluation (id), 
	CONSTRAINT fk_relation_report_id_report FOREIGN KEY(report_id) REFERENCES report (id)
);

CREATE TABLE report (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	lab_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	source_url TEXT NOT NULL, 
	published TEXT NOT NULL, 
	state TEXT NOT NULL, 
	created_at DATETIME NOT NULL, version INTEGER DEFAULT '1' NOT NULL, removed_at DATETIME, 
	CONSTRAINT pk_report PRIMARY KEY (id), 
	CONSTRAINT fk_report_lab_id_lab FOREIGN KEY(lab_id) REFERENCES lab (id), 
	CONSTRAINT uq_report_slug UNIQUE (slug)
);

CREATE TABLE report_model (
	report_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	CONSTRAINT pk_report_model PRIMARY KEY (report_id, model_id), 
	CONSTRAINT fk_report_model_model_id_model FOREIGN KEY(model_id) REFERENCES model (id), 
	CONSTRAINT fk_report_model_report_id_report FOREIGN KEY(report_id) REFERENCES report (id)
);

CREATE TABLE result (
	id INTEGER NOT NULL, 
	evaluation_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	value TEXT NOT NULL, 
	metric TEXT NOT NULL, 
	n TEXT NOT NULL, 
	interval_text TEXT NOT NULL, 
	snapshot TEXT NOT NULL, 
	split TEXT NOT NULL, 
	note TEXT NOT NULL, 
	passage_id INTEGER, version INTEGER DEFAULT '1' NOT NULL, number TEXT, to_number TEXT, "of" TEXT, unit TEXT DEFAULT '' NOT NULL, comparison TEXT DEFAULT '' NOT NULL, low TEXT, high TEXT, interval_meaning TEXT, level TEXT, trials INTEGER, elicitation TEXT DEFAULT '' NOT NULL, outcome TEXT, discount TEXT DEFAULT '' NOT NULL, no_source TEXT DEFAULT '' NOT NULL, withdrawn_at DATETIME, invoked_id INTEGER CONSTRAINT fk_result_invoked_id_threshold REFERENCES threshold (id), discount_id INTEGER CONSTRAINT fk_result_discount_id_passage REFERENCES passage (id), 
	CONSTRAINT pk_result PRIMARY KEY (id), 
	CONSTRAINT fk_result_evaluation_id_evaluation FOREIGN KEY(evaluation_id) REFERENCES evaluation (id), 
	CONSTRAINT fk_result_model_id_model FOREIGN KEY(model_id) REFERENCES model (id), 
	CONSTRAINT fk_result_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id)
);

CREATE TABLE revision (
	id INTEGER NOT NULL, 
	report_id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	bytes INTEGER NOT NULL, 
	page_count INTEGER NOT NULL, 
	fetched_from TEXT NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	published TEXT NOT NULL, 
	supersedes_id INTEGER, 
	extractor TEXT NOT NULL, 
	extractor_version TEXT NOT NULL, 
	length INTEGER NOT NULL, 
	outline JSON NOT NULL, 
	active_content JSON NOT NULL, state TEXT DEFAULT 'draft' NOT NULL, removed_at DATETIME, faults JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (id), 
	CONSTRAINT fk_revision_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_revision_supersedes_id_revision FOREIGN KEY(supersedes_id) REFERENCES revision (id), 
	CONSTRAINT uq_revision_sha256 UNIQUE (sha256)
);

CREATE TABLE scorecard (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	lab_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	overall TEXT NOT NULL, 
	state TEXT NOT NULL, version INTEGER DEFAULT '1' NOT NULL, summary TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_scorecard PRIMARY KEY (id), 
	CONSTRAINT fk_scorecard_lab_id_lab FOREIGN KEY(lab_id) REFERENCES lab (id), 
	CONSTRAINT uq_scorecard_slug UNIQUE (slug)
);

CREATE TABLE scorecard_model (
	scorecard_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	CONSTRAINT pk_scorecard_model PRIMARY KEY (scorecard_id, model_id), 
	CONSTRAINT fk_scorecard_model_model_id_model FOREIGN KEY(model_id) REFERENCES model (id), 
	CONSTRAINT fk_scorecard_model_scorecard_id_scorecard FOREIGN KEY(scorecard_id) REFERENCES scorecard (id)
);

CREATE TABLE seal (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	page INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	readers TEXT NOT NULL, 
	checked_at DATETIME NOT NULL, outcome TEXT DEFAULT 'agrees' NOT NULL, picture TEXT DEFAULT 'not checked' NOT NULL, picture_reason TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_seal PRIMARY KEY (id), 
	CONSTRAINT fk_seal_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_seal_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE sign_in (
	id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	user_id INTEGER NOT NULL, 
	browser TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	revoked_at DATETIME, seen_at DATETIME DEFAULT '1970-01-01 00:00:00' NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id), 
	CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);

CREATE TABLE sign_in_failure (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	network TEXT NOT NULL, 
	known_browser_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_in_failure PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_failure_known_browser_id_known_browser FOREIGN KEY(known_browser_id) REFERENCES known_browser (id) ON DELETE CASCADE
);

CREATE TABLE submission (
	form_id TEXT NOT NULL, 
	user_id INTEGER, 
	at DATETIME NOT NULL, 
	form TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	made TEXT NOT NULL, 
	CONSTRAINT pk_submission PRIMARY KEY (form_id), 
	CONSTRAINT fk_submission_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id)
);

CREATE TABLE synonyms (
	id INTEGER NOT NULL, 
	words JSON NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_synonyms PRIMARY KEY (id), 
	CONSTRAINT fk_synonyms_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE tension (
	id INTEGER NOT NULL, 
	claim_id INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	passage_id INTEGER NOT NULL, 
	other_id INTEGER, 
	result_id INTEGER, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_tension PRIMARY KEY (id), 
	CONSTRAINT ck_tension_ck_tension_one_other_side CHECK ((other_id IS NOT NULL AND result_id IS NULL) OR (other_id IS NULL AND result_id IS NOT NULL)), 
	CONSTRAINT ck_tension_ck_tension_two_passages CHECK (other_id <> passage_id), 
	CONSTRAINT fk_tension_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_tension_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id), 
	CONSTRAINT fk_tension_other_id_passage FOREIGN KEY(other_id) REFERENCES passage (id), 
	CONSTRAINT fk_tension_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_tension_result_id_result FOREIGN KEY(result_id) REFERENCES result (id)
);

CREATE TABLE threshold (
	id INTEGER NOT NULL, 
	evaluation_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	statement TEXT NOT NULL, 
	passage_id INTEGER, version INTEGER DEFAULT '1' NOT NULL, comparison TEXT DEFAULT '' NOT NULL, low TEXT, high TEXT, "of" TEXT, unit TEXT DEFAULT '' NOT NULL, withdrawn_at DATETIME, 
	CONSTRAINT pk_threshold PRIMARY KEY (id), 
	CONSTRAINT fk_threshold_evaluation_id_evaluation FOREIGN KEY(evaluation_id) REFERENCES evaluation (id), 
	CONSTRAINT fk_threshold_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id)
);

CREATE TABLE told_act (
	act TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	said TEXT NOT NULL, 
	CONSTRAINT pk_told_act PRIMARY KEY (act)
);

CREATE TABLE twin (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	page INTEGER NOT NULL, 
	page_label TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	exact TEXT NOT NULL, 
	score DOUBLE NOT NULL, 
	changed JSON NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_twin PRIMARY KEY (id), 
	CONSTRAINT fk_twin_passage_id_passage FOREIGN KEY(passage_id) REFERENCES passage (id), 
	CONSTRAINT fk_twin_revision_id_revision FOREIGN KEY(revision_id) REFERENCES revision (id)
);

CREATE TABLE upload (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	bytes INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	problem TEXT NOT NULL, 
	inspection JSON, 
	facts JSON, 
	job_id INTEGER, 
	report_id INTEGER, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_upload PRIMARY KEY (id), 
	CONSTRAINT fk_upload_job_id_job FOREIGN KEY(job_id) REFERENCES job (id), 
	CONSTRAINT fk_upload_report_id_report FOREIGN KEY(report_id) REFERENCES report (id), 
	CONSTRAINT fk_upload_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id)
);

CREATE TABLE user_account (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_name UNIQUE (name)
);

CREATE TABLE verdict (
	id INTEGER NOT NULL, 
	claim_id INTEGER NOT NULL, 
	shown TEXT NOT NULL, 
	credence TEXT NOT NULL, 
	rationale TEXT NOT NULL, 
	author_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_verdict_author_id_user_account FOREIGN KEY(author_id) REFERENCES user_account (id), 
	CONSTRAINT fk_verdict_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id)
);

CREATE TABLE verdict_reason (
	id INTEGER NOT NULL, 
	verdict_id INTEGER NOT NULL, 
	reason_id INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	evidence_id INTEGER, 
	tension_id INTEGER, 
	CONSTRAINT pk_verdict_reason PRIMARY KEY (id), 
	CONSTRAINT ck_verdict_reason_one_ground CHECK (evidence_id IS NULL OR tension_id IS NULL), 
	CONSTRAINT fk_verdict_reason_verdict_id_verdict FOREIGN KEY(verdict_id) REFERENCES verdict (id), 
	CONSTRAINT fk_verdict_reason_reason_id_reason FOREIGN KEY(reason_id) REFERENCES reason (id), 
	CONSTRAINT fk_verdict_reason_evidence_id_evidence FOREIGN KEY(evidence_id) REFERENCES evidence (id), 
	CONSTRAINT fk_verdict_reason_tension_id_tension FOREIGN KEY(tension_id) REFERENCES tension (id), 
	CONSTRAINT uq_verdict_reason_verdict_id_reason_id UNIQUE (verdict_id, reason_id)
);

CREATE TABLE worker (
	name TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_worker PRIMARY KEY (name)
);

CREATE INDEX ix_absence_judgement_absence_id ON absence_judgement (absence_id);

CREATE INDEX ix_absence_report_id ON absence (report_id);

CREATE INDEX ix_absence_run_absence_id ON absence_run (absence_id);

CREATE INDEX ix_act_report_id_user_id_state ON act (report_id, user_id, state);

CREATE INDEX ix_card_category_id ON card (category_id);

CREATE INDEX ix_category_group_id ON category (group_id);

CREATE INDEX ix_change_coding_revisions ON change_coding (old_revision_id, new_revision_id);

CREATE INDEX ix_claim_category_id ON claim (category_id);

CREATE INDEX ix_claim_lab_id ON claim (lab_id);

CREATE INDEX ix_claim_model_model_id ON claim_model (model_id);

CREATE INDEX ix_claim_parent_id ON claim (parent_id);

CREATE INDEX ix_critique_claim_id ON critique (claim_id);

CREATE INDEX ix_evaluation_category_id ON evaluation (category_id);

CREATE INDEX ix_evaluation_lab_id ON evaluation (lab_id);

CREATE INDEX ix_event_act ON event (act);

CREATE INDEX ix_event_entity_entity_id ON event (entity, entity_id);

CREATE INDEX ix_evidence_absence_id ON evidence (absence_id);

CREATE INDEX ix_evidence_claim_id ON evidence (claim_id);

CREATE INDEX ix_evidence_passage_id ON evidence (passage_id);

CREATE INDEX ix_evidence_result_id ON evidence (result_id);

CREATE INDEX ix_invitation_claim_id ON invitation (claim_id);

CREATE INDEX ix_invitation_claim_slug ON invitation (claim_slug);

CREATE INDEX ix_job_state ON job (state);

CREATE INDEX ix_known_browser_user_id ON known_browser (user_id);

CREATE INDEX ix_letter_about_slug ON letter (about, slug);

CREATE INDEX ix_letter_sending_at ON letter_sending (at);

CREATE INDEX ix_letter_sending_sender ON letter_sending (sender);

CREATE INDEX ix_letter_sent_at ON letter (sent_at);

CREATE INDEX ix_letter_state ON letter (state);

CREATE INDEX ix_model_lab_id ON model (lab_id);

CREATE INDEX ix_override_publication_id ON override (publication_id);

CREATE INDEX ix_passage_report_id ON passage (report_id);

CREATE INDEX ix_passage_revision_id ON passage (revision_id);

CREATE INDEX ix_passage_tag_tag ON passage_tag (tag);

CREATE INDEX ix_pdf_note_passage_id ON pdf_note (passage_id);

CREATE UNIQUE INDEX ix_pdf_note_report_id_key ON pdf_note (report_id, "key");

CREATE INDEX ix_picture_check_passage_id_digest ON picture_check (passage_id, digest);

CREATE INDEX ix_picture_decision_passage_id_revision_id ON picture_decision (passage_id, revision_id);

CREATE INDEX ix_placement_passage_id_revision_id ON placement (passage_id, revision_id);

CREATE INDEX ix_placement_revision_id ON placement (revision_id);

CREATE INDEX ix_publication_kind_slug ON publication (kind, slug);

CREATE INDEX ix_publication_lab ON publication (lab);

CREATE INDEX ix_published_letter_about_slug ON published_letter (about, slug);

CREATE INDEX ix_published_letter_at ON published_letter (at);

CREATE INDEX ix_published_letter_letter_id ON published_letter (letter_id);

CREATE INDEX ix_published_passage_passage_id ON published_passage (passage_id);

CREATE INDEX ix_published_revision_revision_id ON published_revision (revision_id);

CREATE INDEX ix_relation_evaluation_id ON relation (evaluation_id);

CREATE INDEX ix_relation_other_id ON relation (other_id);

CREATE INDEX ix_relation_report_id ON relation (report_id);

CREATE INDEX ix_report_lab_id ON report (lab_id);

CREATE INDEX ix_report_model_model_id ON report_model (model_id);

CREATE INDEX ix_result_evaluation_id ON result (evaluation_id);

CREATE INDEX ix_result_model_id ON result (model_id);

CREATE INDEX ix_revision_report_id ON revision (report_id);

CREATE INDEX ix_scorecard_lab_id ON scorecard (lab_id);

CREATE INDEX ix_scorecard_model_model_id ON scorecard_model (model_id);

CREATE INDEX ix_seal_passage_id_revision_id ON seal (passage_id, revision_id);

CREATE INDEX ix_sign_in_failure_at ON sign_in_failure (at);

CREATE INDEX ix_sign_in_failure_known_browser_id ON sign_in_failure (known_browser_id);

CREATE INDEX ix_sign_in_failure_name ON sign_in_failure (name);

CREATE INDEX ix_sign_in_failure_network ON sign_in_failure (network);

CREATE INDEX ix_sign_in_user_id ON sign_in (user_id);

CREATE INDEX ix_submission_at ON submission (at);

CREATE INDEX ix_tension_claim_id ON tension (claim_id);

CREATE INDEX ix_tension_other_id ON tension (other_id);

CREATE INDEX ix_tension_passage_id ON tension (passage_id);

CREATE INDEX ix_tension_result_id ON tension (result_id);

CREATE INDEX ix_threshold_evaluation_id ON threshold (evaluation_id);

CREATE INDEX ix_twin_passage_id_revision_id ON twin (passage_id, revision_id);

CREATE INDEX ix_twin_revision_id ON twin (revision_id);

CREATE INDEX ix_upload_sha256 ON upload (sha256);

CREATE INDEX ix_upload_state ON upload (state);

CREATE INDEX ix_verdict_claim_id ON verdict (claim_id);

CREATE INDEX ix_verdict_reason_evidence_id ON verdict_reason (evidence_id);

CREATE INDEX ix_verdict_reason_reason_id ON verdict_reason (reason_id);

CREATE INDEX ix_verdict_reason_tension_id ON verdict_reason (tension_id);

CREATE UNIQUE INDEX uq_page_revision_id_number ON page (revision_id, number);

