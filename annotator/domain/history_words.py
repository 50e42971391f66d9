"""Words for the rows that the history tells, by their tables.

A phrase names what is changed as {what}, and what that belongs to by its table: {claim},
{report}. ``history_sentences`` makes sentences of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """How the changes of a table's rows are told."""

    one: str  # such as "a claim"
    many: str  # such as "claims"
    the: str = ""  # said before its name, such as "the claim"
    created: str = "added {what}"
    changed: str = "changed {what}"
    deleted: str = "deleted {what}"
    # What is said if a field changed: "x" (or "-x", if it is empty now), "x=value".
    fields: Mapping[str, str] = field(default_factory=dict)
    created_if: Mapping[str, str] = field(
        default_factory=dict
    )  # likewise, if it is set
    rank: int = 5  # those with lower ranks are told first
    is_aside: bool = False  # told only if nothing else is
    under: str = ""  # not told beside rows of this table


_WITHDRAWN = "withdrawn_at"

WORDS: dict[str, Words] = {
    "publication": Words("a page", "pages", created="published {what}", rank=0),
    "override": Words(
        "a page",
        "pages",
        created="published {what} despite findings; reason: {reason}",
        rank=1,
        is_aside=True,
    ),
    "report": Words(
        "a report",
        "reports",
        "the report",
        created="added {what}",
        fields={
            "removed_at": "removed {what}",
            "-removed_at": "restored {what}",
            "title": "changed the title of {what}",
            "state": "",
        },
        rank=1,
    ),
    "revision": Words(
        "a file",
        "files",
        "the file",
        created="added {what} of {report}",
        changed="read {what} of {report} again",
        fields={
            "removed_at": "removed {what} of {report}",
            "-removed_at": "restored {what} of {report}",
            "state": "",
        },
        rank=2,
        under="report",
    ),
    "scorecard": Words(
        "a scorecard",
        "scorecards",
        "the scorecard",
        created="created {what}",
        fields={"overall": "changed the summary of {what}", "state": ""},
        rank=1,
    ),
    "card": Words(
        "a card",
        "cards",
        "the card",
        created="wrote {what} of {scorecard}",
        changed="changed {what} of {scorecard}",
        rank=3,
    ),
    "claim": Words(
        "a claim",
        "claims",
        "the claim",
        created="added {what}",
        fields={
            "text": "changed the wording of {what}",
            "state=withdrawn": "withdrew {what}",
            "state=in review": "submitted {what} for review",
            "state=draft": "returned {what} to draft",
            "state": "",
            "parent_id": "changed what {what} is part of",
            "category_id": "moved {what} to another category",
            "models": "changed the models of {what}",
            "assertion_id": "changed where {what} is stated",
        },
        rank=1,
    ),
    "evidence": Words(
        "a link",
        "links",
        created="linked {what} to {claim}",
        changed="changed the link of {what} to {claim}",
        fields={
            _WITHDRAWN: "unlinked {what} from {claim}",
            f"-{_WITHDRAWN}": "linked {what} to {claim} again",
            "claim_id": "moved the link of {what} to {claim}",
            "stance": "changed the stance of {what} to {claim}",
            "note": "changed the note of {what} on {claim}",
            "strength": "rated the strength of {what} for {claim}",
        },
        rank=2,
    ),
    "tension": Words(
        "a tension",
        "tensions",
        "the tension",
        created="noted {what} on {claim}",
        changed="changed the sides of {what} on {claim}",
        fields={
            _WITHDRAWN: "withdrew {what} on {claim}",
            f"-{_WITHDRAWN}": "restored {what} on {claim}",
            "sentence": "changed the wording of {what} on {claim}",
        },
        rank=2,
    ),
    "critique": Words(
        "a critique",
        "critiques",
        created="wrote {what} of {claim}",
        rank=2,
    ),
    "verdict": Words("a verdict", "verdicts", created="gave {what} on {claim}", rank=2),
    "verdict_reason": Words(
        "a reason",
        "reasons",
        "the reason",
        created="named {what} for a verdict on {claim}",
        rank=3,
        under="verdict",
    ),
    "passage": Words(
        "a passage",
        "passages",
        created="marked {what} in {report}",
        changed="changed {what} in {report}",
        fields={
            _WITHDRAWN: "withdrew {what} in {report}",
            f"-{_WITHDRAWN}": "restored {what} in {report}",
            "description": "described {what} in {report}",
        },
        rank=3,
    ),
    "passage_tag": Words(
        "a tag",
        "tags",
        created="tagged {what} as {tag}",
        deleted="removed the tag {tag} from {what}",
        rank=3,
    ),
    "pdf_note": Words(
        "a note in the PDF",
        "notes in the PDF",
        "the note",
        created="used {what} in {report}",
        created_if={"dismissed_at": "dismissed {what} in {report}"},
        changed="changed {what} in {report}",
        fields={
            "passage_id": "used {what} in {report}",
            "dismissed_at": "dismissed {what} in {report}",
            "-dismissed_at": "offered {what} in {report} again",
        },
        deleted="offered {what} in {report} again",
        rank=4,
        under="passage",
    ),
    "placement": Words(
        "a place",
        "places",
        created="looked for {what} in {revision}",
        created_if={"decided": "decided where {what} stands in {revision}"},
        rank=4,
        is_aside=True,
    ),
    "absence": Words(
        "an absence",
        "absences",
        "the absence",
        created="recorded {what} in {report}",
        fields={
            _WITHDRAWN: "withdrew {what} of {report}",
            f"-{_WITHDRAWN}": "restored {what} of {report}",
        },
        rank=2,
    ),
    "absence_run": Words(
        "an absence",
        "absences",
        "the absence",
        created="searched again for {what}",
        rank=4,
        is_aside=True,
    ),
    "absence_judgement": Words(
        "an absence",
        "absences",
        "the absence",
        created="judged the results for {what}",
    ),
    "evaluation": Words(
        "an evaluation", "evaluations", "the evaluation", created="added {what}", rank=2
    ),
    "threshold": Words(
        "a threshold",
        "thresholds",
        created="added {what} of {evaluation}",
        changed="changed {what} of {evaluation}",
    ),
    "result": Words(
        "a result",
        "results",
        created="added {what} of {evaluation}",
        changed="changed {what} of {evaluation}",
    ),
    "relation": Words(
        "a relation",
        "relations",
        "the relation",
        created="noted {what} of {evaluation}",
        changed="changed {what} of {evaluation}",
        fields={
            _WITHDRAWN: "withdrew {what} of {evaluation}",
            f"-{_WITHDRAWN}": "restored {what} of {evaluation}",
        },
    ),
    "change_coding": Words(
        "a change between two files",
        "changes between two files",
        created="classified {what} in {report}",
    ),
    "picture_decision": Words(
        "a passage", "passages", created="decided that its page shows {what}"
    ),
    "lab": Words("a lab", "labs", "the lab"),
    "model": Words(
        "a model",
        "models",
        "the model",
        fields={
            "predecessor_id": "changed the predecessor of {what}",
            "release_key": "changed what {what} was released with",
        },
    ),
    "category": Words(
        "a category",
        "categories",
        "the category",
        fields={
            "group_id": "moved {what} to another group",
            "position": "moved {what}",
        },
    ),
    "category_group": Words(
        "a group of categories",
        "groups of categories",
        "the group",
        fields={"position": "moved {what}"},
    ),
    "reason": Words(
        "a reason of verdicts",
        "reasons of verdicts",
        "the reason",
        deleted="removed {what}",
        fields={"position": "moved {what}"},
    ),
    "invitation": Words(
        "an invitation",
        "invitations",
        "the invitation",
        created="recorded {what} to respond to {claim}",
        changed="changed {what} to respond to {claim}",
        fields={
            _WITHDRAWN: "withdrew {what} to respond to {claim}",
            f"-{_WITHDRAWN}": "restored {what} to respond to {claim}",
            "response_on": "recorded the response of the lab to {claim}",
            "response_text": "changed the response of the lab to {claim}",
        },
        rank=2,
    ),
    "letter": Words(
        "a correction",
        "corrections",
        "the correction",
        created="suggested {what}",
        deleted="erased {what}",
        fields={
            "state=accepted": "accepted {what}",
            "state=declined": "declined {what}",
            "state=open": "opened {what} again",
            "answer": "changed the answer to {what}",
            "sender_name": "erased from whom {what} is",
            "sender_email": "erased from whom {what} is",
        },
        rank=2,
    ),
    "published_letter": Words(
        "an answer",
        "answers",
        "the answer",
        created="published the answer to {letter}",
        deleted="erased the answer to {letter}",
        fields={"taken_down_at": "took down the answer to {letter}"},
        rank=1,
    ),
    "synonyms": Words("synonyms", "sets of synonyms", "the synonyms"),
    "user_account": Words(
        "a person",
        "people",
        created="added {what}",
        fields={
            "password_hash": "changed the password of {what}",
            "role": "changed the role of {what}",
            "active": "reactivated {what}",
            "-active": "deactivated {what}",
        },
    ),
    "published_passage": Words("a passage", "passages", is_aside=True, rank=9),
    "published_revision": Words("a file", "files", is_aside=True, rank=9),
}
PUBLISHED = {  # words for publications, by the kind of page
    kind: Words(
        f"a {kind}",
        f"{kind}s",
        f"the {kind}",
        created="published {what}",
        created_if={"withdrawn": "withdrew {what}"},
        rank=0,
    )
    for kind in ("claim", "scorecard", "report")
}


# What one can ask the history for, with the tables whose rows count.
THINGS: dict[str, tuple[str, ...]] = {
    "passages": ("passage", "passage_tag", "pdf_note", "placement", "picture_decision"),
    "links": ("evidence",),
    "tensions": ("tension",),
    "claims": ("claim",),
    "critiques and verdicts": ("critique", "verdict", "verdict_reason"),
    "absences": ("absence", "absence_run", "absence_judgement"),
    "scorecards": (
        "scorecard",
        "card",
        "evaluation",
        "threshold",
        "result",
        "relation",
    ),
    "reports": ("report", "revision", "change_coding"),
    "what readers see": (
        *("publication", "override", "published_passage", "published_revision"),
    ),
    "corrections and responses": ("letter", "published_letter", "invitation"),
    "labs, models and words": (
        *("lab", "model", "category", "category_group", "reason", "synonyms"),
    ),
    "people": ("user_account",),
}
