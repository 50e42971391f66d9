"""Rows of the history say what they are about, and what they said before."""

from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, GivenReason
from annotator.services.claims import claims, evidence, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.history import acts
from annotator.services.history.acts import Asked
from annotator.services.library import labs, reports
from annotator.services.passages import marking

SAID = "It solved 12 of the 40 long tasks."
FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs")


def _newest(desk):
    """The rows of the newest act of a person: each sentence with its fields."""
    with desk.look() as context:
        found = acts.list_acts(context, Asked()).acts
        first = next(act.first for act in found if act.actor == "An editor")
        rows = acts.get_act(context, first).rows
    return [
        (
            "".join(part.text for part in row.parts),
            {
                field.label: "".join(
                    f"[{x.kind} {x.text}]" if x.kind != "same" else x.text
                    for x in field.segments
                )
                for field in row.fields
            },
        )
        for row in rows
    ]


def _link(desk):
    desk.take_in(text_pdf([SAID]), report="card")
    with desk.sit_down() as context:
        slug = claims.add_claim(context, FACTS).slug
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        passage = marking.mark_found(context, revision=revision, quote=SAID, page=1)
        return slug, evidence.link_evidence(
            context,
            claim=slug,
            target=Target(passage=passage.id),
            weight=Weight("supports", note="It is one test."),
        ).id


def test_a_changed_note_is_told_with_what_it_said(desk):
    _, number = _link(desk)
    with desk.sit_down() as context:
        weight = Weight("qualifies", note="It is one test of ten.")
        evidence.weigh_evidence(context, number, weight)
    assert _newest(desk) == [
        (
            f"changed the stance of “{SAID}” to “It is safe.”",
            {
                "stance": "[removed supports][added qualifies]",
                "note": "It is one test [added of ten].",
            },
        )
    ]


def test_ids_are_told_as_the_names_of_what_they_lead_to(desk):
    slug, _ = _link(desk)
    with desk.sit_down() as context:
        facts = claims.get_claim(context, slug).facts
        other = claims.add_claim(
            context, ClaimFacts("All is well.", "cyber", "wren-labs")
        )
        context.session.flush()
        parent = other.slug
    with desk.sit_down() as context:
        claims.edit_claim(
            context, slug, ClaimFacts(**{**_values(facts), "parent": parent})
        )
    [(said, fields)] = _newest(desk)
    assert said == "changed what the claim “It is safe.” is part of"
    assert fields == {"part of": "[added All is well.]"}


def _values(facts):
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def test_a_verdict_is_told_with_the_one_before(desk):
    slug, _ = _link(desk)
    for credence in ("likely", "doubtful"):
        with desk.sit_down() as context:
            verdicts.give_verdict(
                context,
                claim=slug,
                shown="shown",
                credence=credence,
                rationale="One test.",
            )
    assert _newest(desk) == [
        (
            "gave a verdict on “It is safe.”",
            {"credence": "[removed likely][added doubtful]"},
        )
    ]


def test_a_reason_is_told_by_its_name_with_its_sentence(desk):
    slug, _ = _link(desk)
    with desk.sit_down() as context:
        verdicts.give_verdict(
            context,
            claim=slug,
            shown="not shown",
            credence="likely",
            rationale="One test.",
            reasons=[GivenReason("single-test", "One test of forty.")],
        )
    told = dict(_newest(desk))
    assert told["named the reason “single test” for a verdict on “It is safe.”"] == {
        "sentence": "[added One test of forty.]"
    }


def test_what_is_no_longer_there_keeps_its_name(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Heron Works")
    with desk.sit_down() as context:
        context.session.delete(context.session.get_one(type(lab), lab.id))
    assert _newest(desk) == [("deleted the lab “Heron Works”", {})]
