"""Every form that is shown again if something is wrong, and what may be wrong with it."""

from dataclasses import dataclass, field

from annotator.forms import (
    absences,
    accounts,
    categories,
    claims,
    evaluations,
    invitations,
    labs,
    letters,
    many_passages,
    passages,
    publishing,
    reasons,
    relations,
    reports,
    scorecards,
    tensions,
    verdicts,
)
from annotator.forms.reading import Form
from annotator.forms.synonyms import SynonymsForm

QUOTE = "Wren 1 solved 0.5 % of the tasks."
CLAIM = "/desk/claims/wren-1-is-safe"
CARD = "/desk/scorecards/wren-1"
REPORT = "/desk/reports/wren-card"
ABSENCE = "/desk/absences/1"
NONSENSE = "no such thing"
LONG = "x " * 25_001
HUGE = "9" * 30

FACTS = {
    "text": "Wren 1 is safe.",
    "category": "cyber",
    "lab": "wren-labs",
    "models": "wren-1",
    "asserted_by": "lab",
}
WEIGHT = {"stance": "supports", "aims_at": "claim", "note": "One number."}
WRONG_WEIGHT = {
    "stance": ["", NONSENSE],
    "aims_at": [NONSENSE],
    "load_bearing": [NONSENSE],
    "strength": [NONSENSE],
    "note": [LONG],
}
KEPT = {"report": "wren-card", "statement": "It says not how.", "queries": "solved"}
SELECTED = {
    "start": "0",
    "end": "12",
    "stance": "supports",
    "claim": "new",
    "claim_text": "A new claim.",
    "category": "cyber",
    "asserted_by": "lab",
    "do": "link",
}
REGION = {**SELECTED, "page": "1", "x0": "9", "y0": "9", "x1": "90", "y1": "90"}
EVALUATION = "/desk/evaluations/hidden-task"
TEST = {"name": "Hidden task", "category": "cyber", "kind": "a study"}
WRONG_TEST = {"name": ["", LONG], "category": [NONSENSE], "direction": [NONSENSE]}
LINE = {"kind": "rule-out", "statement": "below 0.50", "low": "0.50"}
WRONG_LINE = {
    "kind": ["", NONSENSE],
    "statement": ["", LONG],
    "low": [NONSENSE, "nan", "1e99"],
    "of": [NONSENSE],
    "passage": [NONSENSE, HUGE],
}
RESULT = {"model": "wren-1", "state": "scored", "value": "0.4", "number": "0.4"}
WRONG_RESULT = {
    "model": ["gull-1"],
    "state": ["", NONSENSE],
    "value": ["", LONG],
    "number": [NONSENSE, "inf", "9" * 61],
    "interval_meaning": [NONSENSE],
    "outcome": [NONSENSE],
    "trials": ["0", NONSENSE],
    "invoked": ["999", HUGE],
    "passage": [NONSENSE],
}
TENSION = {"sentence": "They do not agree.", "passage": "1", "result": "1"}
WRONG_TENSION = {
    "sentence": ["", LONG],
    "passage": ["", NONSENSE, HUGE],
    "other": ["1", NONSENSE, HUGE],
    "result": ["", NONSENSE, HUGE],
}
INVITATION = {"invited_on": "2030-01-02", "due_on": "2030-02-01"}
WRONG_INVITATION = {
    "invited_on": ["", NONSENSE, "2030-03-01"],
    "due_on": ["", NONSENSE, "2030-01-01", HUGE],
    "contact_note": [LONG],
}
ABOUT = {"title": "Wren card", "kind": "system card", "published": "2030"}
WRONG_FACTS = {
    "title": [""],
    "kind": ["", NONSENSE],
    "published": ["last spring"],
    "source_url": ["javascript:alert(1)"],
}
DATES = ("released", "training_dates", "deployment_dates")
LAB = "/desk/labs/wren-labs"
WRONG_LAB = {
    "name": ["", LONG, "gull labs"],
    "url": ["javascript:alert(1)", f"https://{LONG}"],
}
WRONG_MODEL = {
    "name": ["", LONG],
    "predecessor": ["gull-1"],
    "released_together": ["gull-1"],
    **{date: ["last spring"] for date in DATES},
}
WRONG_CATEGORY = {
    "name": ["", LONG, "security"],
    "introduction": [LONG],
    "invitation": [LONG],
}
WRONG_REASON = {"name": ["", LONG, "Other Model"], "explanation": ["", LONG]}
WRONG_GROUP = {"name": ["", LONG], "introduction": [LONG]}


@dataclass(frozen=True)
class Shown:
    """A form that is shown again, and the values that its fields are refused for."""

    page: str
    action: str
    model: type[Form]
    right: dict[str, str]
    wrong: dict[str, list[str]]
    elsewhere: dict[str, str] = field(default_factory=dict)  # where that is shown
    part: bool = False  # htmx puts it into the page


SHOWN = {
    "state a claim": Shown(
        "/desk/claims/new",
        "/desk/claims",
        claims.NewClaimForm,
        FACTS,
        {
            "text": ["", LONG],
            "category": [NONSENSE],
            "lab": [NONSENSE],
            "models": ["gull-1"],
            "asserted_by": ["", NONSENSE],
            "parent": [NONSENSE],
        },
        {"category": "all", "lab": "all", "parent": "all"},
    ),
    "edit a claim": Shown(
        CLAIM,
        CLAIM,
        claims.ClaimForm,
        FACTS,
        {
            "text": ["", LONG],
            "models": ["gull-1"],
            "asserted_by": [NONSENSE],
            "parent": ["wren-1-is-safe"],
            "assertion": [NONSENSE, HUGE, "nan"],
        },
    ),
    "add an evaluation": Shown(
        "/desk/evaluations/new",
        "/desk/evaluations",
        evaluations.NewEvaluationForm,
        {**TEST, "lab": "wren-labs"},
        {**WRONG_TEST, "lab": [NONSENSE]},
        {"lab": "all", "category": "all"},
    ),
    "edit an evaluation": Shown(
        EVALUATION,
        EVALUATION,
        evaluations.EvaluationForm,
        TEST,
        WRONG_TEST,
        {"category": "all"},
    ),
    "add a line": Shown(
        EVALUATION, f"{EVALUATION}/lines", evaluations.ThresholdForm, LINE, WRONG_LINE
    ),
    "edit a line": Shown(
        EVALUATION, f"{EVALUATION}/lines/1", evaluations.ThresholdForm, LINE, WRONG_LINE
    ),
    "add a result": Shown(
        EVALUATION,
        f"{EVALUATION}/results",
        evaluations.ResultForm,
        RESULT,
        WRONG_RESULT,
    ),
    "edit a result": Shown(
        EVALUATION,
        f"{EVALUATION}/results/1",
        evaluations.ResultForm,
        RESULT,
        WRONG_RESULT,
    ),
    "follow an evaluation": Shown(
        EVALUATION,
        f"{EVALUATION}/relations",
        relations.RelationForm,
        {"kind": "dropped", "report": "wren-card"},
        {"kind": [NONSENSE], "report": ["", NONSENSE], "sentence": [LONG]},
        {f"report {NONSENSE}": "all"},
    ),
    "compare an evaluation": Shown(
        EVALUATION,
        f"{EVALUATION}/relations",
        relations.RelationForm,
        {"kind": "same test", "other": "another-task"},
        {"other": ["", NONSENSE, "hidden-task"]},
        {f"other {NONSENSE}": "all"},
    ),
    "merge an evaluation": Shown(
        EVALUATION,
        f"{EVALUATION}/merge",
        relations.MergeForm,
        {"into": "another-task"},
        {"into": ["hidden-task", NONSENSE]},
        {f"into {NONSENSE}": "all"},
    ),
    "record a result": Shown(
        "/desk/passages/1/result",
        "/desk/passages/1/result",
        evaluations.RecordForm,
        {**RESULT, "evaluation": "new", "name": "Another test", "category": "cyber"},
        {**WRONG_RESULT, "name": [""], "evaluation": [NONSENSE]},
        {"evaluation": "all"},
    ),
    "paste evidence": Shown(
        CLAIM,
        f"{CLAIM}/evidence",
        claims.EvidenceForm,
        {**WEIGHT, "quote": QUOTE, "report": "wren-card", "page": "1"},
        {
            **WRONG_WEIGHT,
            "quote": ["", "Nobody says this."],
            "report": [NONSENSE],
            "page": ["2", NONSENSE, HUGE, "nan"],
        },
        {"report": "all", "page 2": "quote"},
    ),
    "name a source": Shown(
        CLAIM,
        f"{CLAIM}/evidence",
        claims.EvidenceForm,
        WEIGHT,
        {"source_url": ["javascript:alert(1)"]},
    ),
    "weigh evidence": Shown(
        CLAIM, f"{CLAIM}/evidence/1", claims.WeightForm, WEIGHT, WRONG_WEIGHT
    ),
    "note a tension": Shown(
        f"{CLAIM}/tensions/new?words=solved+0.5&other_words=solved+0.5",
        f"{CLAIM}/tensions",
        tensions.NewTensionForm,
        {**TENSION, "words": "solved 0.5", "other_words": "solved 0.5"},
        {
            **WRONG_TENSION,
            "place": [NONSENSE, "SHA:0:999999", f"SHA:0:{HUGE}"],
            "other_place": [NONSENSE, "SHA:0:999999"],
        },
        {"result ": "other"},
    ),
    "edit a tension": Shown(
        CLAIM,
        f"{CLAIM}/tensions/1",
        tensions.TensionForm,
        TENSION,
        WRONG_TENSION,
        {"result ": "other"},
    ),
    "write a critique": Shown(
        CLAIM,
        f"{CLAIM}/critique",
        claims.CritiqueForm,
        {},
        {"body": ["", LONG], "change_our_mind": [LONG], "ask_the_lab": [LONG]},
    ),
    "give a verdict": Shown(
        CLAIM,
        f"{CLAIM}/verdict",
        verdicts.VerdictForm,
        {"shown": "shown", "credence": "likely", "rationale": "So."},
        {
            "shown": ["", NONSENSE, "not shown"],
            "credence": [NONSENSE],
            "rationale": ["", LONG],
        },
        {"shown not shown": "reasons"},
    ),
    "name a reason": Shown(
        CLAIM,
        f"{CLAIM}/verdict",
        verdicts.VerdictForm,
        {
            "shown": "not shown",
            "credence": "likely",
            "rationale": "So.",
            "reason-2": "no-line-stated",
            "given-2": "yes",
            "sentence-2": "None.",
        },
        {
            "shown": ["shown"],
            "sentence-2": ["", LONG],
            "rests_on-2": [NONSENSE, "evidence-999", f"tension-{HUGE}"],
            "reason-2": [NONSENSE],
        },
        {
            "shown shown": "reasons",
            "reason-2": "reasons",
            "rests_on-2 evidence-999": "reasons",
        },
    ),
    "link typed words": Shown(
        f"{CLAIM}/candidates?typed=solved+0.5",
        f"{CLAIM}/candidates",
        passages.CandidateForm,
        {"place": "SHA:0:12", "stance": "supports", "typed": "solved 0.5"},
        {
            "place": ["", NONSENSE, "SHA:5:999999", "SHA:12:0", f"SHA:0:{HUGE}"],
            "stance": ["", NONSENSE],
        },
    ),
    "weigh a link in its card": Shown(
        "/desk/passages/links/1",
        "/desk/passages/links/1",
        passages.LinkForm,
        {**WEIGHT, "claim": "wren-1-is-safe", "claim_text": "Wren 1 is safe."},
        {
            "stance": ["", NONSENSE],
            "load_bearing": [NONSENSE],
            "strength": [NONSENSE],
            "claim": ["", "new"],
            "note": [LONG],
        },
        part=True,
    ),
    "mark a selection": Shown(
        REPORT,
        f"{REPORT}/passages",
        passages.CaptureForm,
        SELECTED,
        {
            "start": ["", "-1", NONSENSE, HUGE],
            "end": ["0", "999999", "nan"],
            "passage": [NONSENSE],
            "stance": ["", NONSENSE],
            "claim": [""],
            "claim_text": ["", LONG],
            "category": [""],
            "models": ["gull-1"],
            "asserted_by": [NONSENSE],
            "note": [LONG],
        },
        {"end": "start"},
        part=True,
    ),
    "mark a rectangle": Shown(
        REPORT,
        f"{REPORT}/passages",
        passages.CaptureForm,
        REGION,
        {side: ["", "nan", "1e400"] for side in ("x0", "y0", "x1", "y1")}
        | {"page": ["-1"]},
        {"y0": "x0", "x1": "x0", "y1": "x0", "page": "start"},
        part=True,
    ),
    "keep an absence": Shown(
        "/desk/absences/new",
        "/desk/absences",
        absences.AbsenceForm,
        KEPT,
        {"report": [NONSENSE], "statement": ["", LONG], "queries": ["", "lab:wren"]},
        {"report": "all"},
    ),
    "judge a sentence": Shown(
        ABSENCE,
        f"{ABSENCE}/judge",
        absences.JudgementForm,
        {"start": "START", "says": "no", "reason": "It does not."},
        {"reason": ["", LONG], "start": ["", NONSENSE, "-1", HUGE]},
        {"start": "all"},
    ),
    "cite a result": Shown(
        f"{EVALUATION}/results/1/claims",
        f"{EVALUATION}/results/1/claims",
        claims.CitationForm,
        {"claim": "wren-1-is-safe", "stance": "supports"},
        {"claim": [NONSENSE], "stance": ["", NONSENSE], "note": [LONG]},
        {f"claim {NONSENSE}": "all"},
    ),
    "cite an absence": Shown(
        ABSENCE,
        f"{ABSENCE}/evidence",
        claims.CitationForm,
        {"claim": "wren-1-is-safe", "stance": "undercuts"},
        {
            "claim": [NONSENSE, "rests-on-it"],
            "stance": ["", NONSENSE],
            "note": [LONG],
        },
        {f"claim {NONSENSE}": "all"},
    ),
    "search again": Shown(
        ABSENCE,
        f"{ABSENCE}/runs",
        absences.QueriesForm,
        {},
        {"queries": ["", "(a OR", "lab:wren"]},
    ),
    "begin a scorecard": Shown(
        "/desk/scorecards",
        "/desk/scorecards",
        scorecards.NewScorecardForm,
        {"lab": "wren-labs", "models": "wren-1", "title": "Wren 2"},
        {"lab": [NONSENSE], "models": ["gull-1"], "title": [""]},
        {"lab": "all"},
    ),
    "edit a scorecard": Shown(
        CARD,
        CARD,
        scorecards.ScorecardForm,
        {"models": "wren-1", "title": "Wren 1"},
        {"models": ["gull-1"], "title": [""], "overall": [LONG]},
    ),
    "edit a card": Shown(
        CARD,
        f"{CARD}/cards/cyber",
        scorecards.CardForm,
        {},
        {"lab_says": [LONG], "we_say": [LONG], "analysis": [LONG]},
    ),
    "edit a model": Shown(
        f"{LAB}?edit=wren-1",
        f"{LAB}/models/wren-1",
        labs.ModelForm,
        {"name": "Wren 1"},
        WRONG_MODEL,
    ),
    "add a model": Shown(
        LAB,
        f"{LAB}/models",
        labs.ModelForm,
        {"name": "Wren 3"},
        {**WRONG_MODEL, "name": ["", LONG, "WREN 1"]},
    ),
    "add a lab": Shown(
        "/desk/labs/new",
        "/desk/labs",
        labs.NewLabForm,
        {"name": "Tern Labs"},
        {**WRONG_LAB, "slug": ["No Slug", "wren-labs", "new"]},
    ),
    "edit a lab": Shown(LAB, LAB, labs.LabForm, {"name": "Wren Labs"}, WRONG_LAB),
    "add a category": Shown(
        "/desk/categories",
        "/desk/categories",
        categories.CategoryForm,
        {"name": "Luck", "group": "evaluation"},
        {**WRONG_CATEGORY, "group": ["", NONSENSE]},
    ),
    "edit a category": Shown(
        "/desk/categories",
        "/desk/categories/cyber",
        categories.CategoryForm,
        {"name": "Cyber", "group": "evaluation"},
        {**WRONG_CATEGORY, "group": [NONSENSE]},
    ),
    "add a group": Shown(
        "/desk/categories",
        "/desk/category-groups",
        categories.GroupForm,
        {"name": "Governance"},
        WRONG_GROUP,
    ),
    "edit a group": Shown(
        "/desk/categories",
        "/desk/category-groups/evaluation",
        categories.GroupForm,
        {"name": "Evaluation categories"},
        {**WRONG_GROUP, "name": ["", LONG, "safety case categories"]},
    ),
    "add a reason": Shown(
        "/desk/reasons",
        "/desk/reasons",
        reasons.ReasonForm,
        {"name": "no control", "explanation": "Nothing to compare it with."},
        WRONG_REASON,
    ),
    "edit a reason": Shown(
        "/desk/reasons",
        "/desk/reasons/single-test",
        reasons.ReasonForm,
        {"name": "single test", "explanation": "One test."},
        WRONG_REASON,
    ),
    "invite a lab": Shown(
        f"{CLAIM}/invitations",
        f"{CLAIM}/invitations",
        invitations.InviteForm,
        INVITATION,
        WRONG_INVITATION,
        {"invited_on 2030-03-01": "due_on"},
    ),
    "record a response": Shown(
        f"{CLAIM}/invitations",
        f"{CLAIM}/invitations/1",
        invitations.InvitationForm,
        {**INVITATION, "response_on": "2030-01-20", "response_text": "No."},
        {
            **WRONG_INVITATION,
            "response_on": ["", NONSENSE, "2030-01-01"],
            "response_text": ["", LONG],
            "response_url": ["javascript:alert(1)", "https://a b"],
        },
        {"invited_on 2030-03-01": "due_on"},
    ),
    "answer a reader": Shown(
        "/desk/corrections/1",
        "/desk/corrections/1",
        letters.AnswerForm,
        {"state": "accepted", "answer": "You are right."},
        {"state": ["", NONSENSE], "answer": ["", LONG]},
    ),
    "edit a report": Shown(
        f"{REPORT}/facts", f"{REPORT}/facts", reports.ReportForm, ABOUT, WRONG_FACTS
    ),
    "describe a file": Shown(
        "/desk/intake",
        "/desk/intake/uploads/1",
        reports.UploadForm,
        {**ABOUT, "lab": "Wren Labs"},
        {**WRONG_FACTS, "lab": [""]},
    ),
    "act on a file": Shown(
        f"{REPORT}/publication",
        f"{REPORT}/publication/files/SHA",
        reports.FileActForm,
        {},
        {"do": ["", NONSENSE]},
    ),
    "add synonyms": Shown(
        "/desk/synonyms",
        "/desk/synonyms",
        SynonymsForm,
        {},
        {"words": ["", "alone", "a b c d e f, g"]},
    ),
    "edit synonyms": Shown(
        "/desk/synonyms",
        "/desk/synonyms/1",
        SynonymsForm,
        {},
        {"words": ["", "alone"]},
    ),
    "change one's password": Shown(
        "/account",
        "/account/password",
        accounts.PasswordForm,
        {"old": "eleven quiet herons", "new": "twelve loud bitterns"},
        {"old": ["", NONSENSE], "new": ["short", "y" * 300, "aaaaaaaaaaaaaaa"]},
    ),
    "add somebody": Shown(
        "/desk/people/",
        "/desk/people/",
        accounts.PersonForm,
        {"name": "ana", "role": "analyst"},
        {
            "name": ["", "Ana Maria", "bob"],
            "display_name": [LONG, "a\u202eb"],
            "role": ["", NONSENSE, "reader"],
        },
    ),
}
NOT_SHOWN_AGAIN = {  # they have buttons and lists alone, or a page of their own
    accounts.ActiveForm,
    categories.MoveForm,  # tests/web/test_categories.py
    accounts.RoleForm,
    accounts.SignInForm,  # tests/web/test_accounts.py
    letters.LetterForm,  # tests/public/test_letters.py
    evaluations.ConfirmForm,  # tests/web/test_evaluations.py
    passages.CaptionForm,  # tests/web/test_viewer.py
    passages.NotesForm,
    many_passages.ManyForm,  # tests/web/test_passages.py
    many_passages.ManyUndoForm,
    passages.ReattachForm,
    publishing.PublishForm,  # tests/web/test_findings.py
    publishing.ToldForm,  # tests/web/test_kinds_of_editions.py
    reports.CodingForm,
    reports.OfferedForm,
    reports.RemoveForm,
}
OF_OTHERS = {  # others have their fields too
    verdicts.ReasonFields,
    claims.WeightForm,
    passages.PlaceForm,
    passages.LinkFields,
    passages.FurtherLink,
}
