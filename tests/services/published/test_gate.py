"""Whatever editors publish and withdraw, in whatever order, readers see just that."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pdfs import text_pdf
from soak import figure

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError, NotFoundError, WithdrawnError
from annotator.domain.permissions import Role
from annotator.domain.views.status import WITHHELD
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.published import gate
from annotator.services.publishing import pages, publication, report_publication
from annotator.services.search import indexing

CARD, CLAIM = "wren-card", "wren-1-is-safe"
QUOTE = "Wren 1 solved 12 of the 40 long tasks."
FACTS = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs")
MOST_FILES = 3

pytestmark = [pytest.mark.soak, pytest.mark.slow]


class Publishing(RuleBasedStateMachine):
    """Editors at work, and beside them what readers ought to see."""

    open_desk: Callable[[], Any]  # a fresh one for each run
    acts: Counter[str]

    def __init__(self):
        super().__init__()
        self.opened = self.open_desk()
        self.desk = self.opened.__enter__()
        self.files: list[str] = []  # in the order they came in
        self.shown: set[str] = set()  # that readers see
        self.gone: set[str] = set()  # that they saw, and do not now
        self.is_shown = self.was_shown = False
        self.title = self.title_shown = CARD
        self.claim = FACTS.text
        self.claim_shown: str | None = None
        self.claim_was_shown = False
        self.quoted = ""

    def teardown(self):
        self.desk.do_jobs()
        with self.desk.look() as context:
            assert indexing.check(context) == []
        self.opened.__exit__(None, None, None)

    def _did(self, what):
        self.acts[what] += 1

    @initialize()
    def begin(self):
        self._take_in()
        with self.desk.sit_down() as context:
            claims.add_claim(context, FACTS)
            report = reports.get_report(context, CARD)
            revision = reports.get_revision(context, report)
            passage = marking.mark_found(
                context, revision=revision, quote=QUOTE, page=1
            )
            evidence.link_evidence(
                context,
                claim=CLAIM,
                target=Target(passage=passage.id),
                weight=Weight(stance="supports"),
            )

    def _take_in(self):
        lines = ["A card.", QUOTE, f"File {len(self.files)}."]
        self.files.append(self.desk.take_in(text_pdf(lines), report=CARD))

    @precondition(lambda self: len(self.files) < MOST_FILES)
    @rule()
    def take_in(self):
        self._take_in()
        self._did("take in")

    @rule(title=st.sampled_from(["A card", "Another card", CARD]))
    def edit_the_title(self, title):
        with self.desk.sit_down(Role.ANALYST) as context:
            reports.edit_report(
                context,
                CARD,
                title=title,
                kind="system card",
                published="2030",
                source_url="",
                models=[],
            )
        self.title = title
        self._did("edit")

    @rule()
    def publish_the_facts(self):
        with self.desk.sit_down() as context:
            if not self.is_shown:
                with pytest.raises(ConflictError):
                    report_publication.publish_facts(context, CARD)
                return
            report_publication.publish_facts(context, CARD)
        self.title_shown = self.title
        self._did("publish facts")

    @rule(pick=st.integers(0, MOST_FILES - 1))
    def publish_a_file(self, pick):
        sha256 = self.files[pick % len(self.files)]
        with self.desk.sit_down() as context:
            report_publication.publish_file(context, CARD, sha256)
        self._now_shown(sha256)
        self._did("publish file")

    def _now_shown(self, sha256):
        if not self.is_shown:
            self.title_shown = self.title
        self.is_shown = self.was_shown = True
        self.shown.add(sha256)
        self.gone.discard(sha256)

    @rule(pick=st.integers(0, MOST_FILES - 1))
    def withdraw_a_file(self, pick):
        sha256 = self.files[pick % len(self.files)]
        with self.desk.sit_down() as context:
            if sha256 not in self.shown:
                with pytest.raises(ConflictError):
                    report_publication.withdraw_file(context, CARD, sha256)
                return
            report_publication.withdraw_file(context, CARD, sha256)
        self.shown.discard(sha256)
        self.gone.add(sha256)
        self.is_shown = bool(self.shown)
        self._did("withdraw file")

    @rule()
    def withdraw_the_report(self):
        with self.desk.sit_down() as context:
            if not self.is_shown:
                with pytest.raises(ConflictError):
                    report_publication.withdraw_report(context, CARD)
                return
            report_publication.withdraw_report(context, CARD)
        self.gone |= self.shown
        self.shown, self.is_shown = set(), False
        self._did("withdraw report")

    @rule()
    def announce_the_newest_file(self):
        with self.desk.sit_down() as context:
            if not self.is_shown or self.files[-1] in self.shown:
                with pytest.raises(ConflictError):
                    report_publication.announce_file(context, CARD, "latest")
                return
            report_publication.announce_file(context, CARD, "latest")
        self._did("announce")

    @rule(text=st.sampled_from(["Wren 1 is quite safe.", FACTS.text]))
    def edit_the_claim(self, text):
        with self.desk.sit_down(Role.ANALYST) as context:
            claims.edit_claim(context, CLAIM, replace(FACTS, text=text))
        self.claim = text
        self._did("edit claim")

    @rule()
    def publish_the_claim(self):
        if self.was_shown and not self.is_shown:
            # The report was taken down: no claim brings it back by itself.
            with pytest.raises(ConflictError, match="Publish that file first"):
                self.desk.publish_claim(CLAIM)
            return
        self.desk.publish_claim(CLAIM)
        if not self.is_shown:
            self._now_shown(self.files[-1])
        self.quoted = [each for each in self.files if each in self.shown][-1]
        self.claim_shown, self.claim_was_shown = self.claim, True
        self._did("publish claim")

    @rule()
    def withdraw_the_claim(self):
        with self.desk.sit_down() as context:
            if self.claim_shown is None:
                with pytest.raises(ConflictError):
                    publication.withdraw_claim(context, CLAIM)
                return
            publication.withdraw_claim(context, CLAIM)
        self.claim_shown = None
        self._did("withdraw claim")

    @rule()
    def let_the_index_follow(self):
        self.desk.do_jobs()

    @invariant()
    def readers_see_the_report_as_it_was_published(self):
        with self.desk.look(Role.READER) as context:
            report = gate.gate_of(context).reports.get(CARD)
            assert (report is not None) is self.is_shown
            if report is not None:
                assert report.facts.title == self.title_shown
                assert {each.sha256 for each in report.files} == self.shown
            for sha256 in self.files:
                assert self._seen(context, sha256) == self._ought_to_be(sha256)

    def _seen(self, context, sha256):
        try:
            gate.visible_file(context, sha256)
        except WithdrawnError:
            return "withdrawn"
        except NotFoundError:
            return "unknown"
        return "seen"

    def _ought_to_be(self, sha256):
        if sha256 in self.shown:
            return "seen"
        return "withdrawn" if sha256 in self.gone else "unknown"

    @invariant()
    def readers_see_the_claim_as_it_was_published(self):
        with self.desk.look(Role.READER) as context:
            if self.claim_shown is None:
                kind = WithdrawnError if self.claim_was_shown else NotFoundError
                with pytest.raises(kind):
                    pages.claim_page(context, CLAIM)
                return
            page = pages.claim_page(context, CLAIM)
            [link] = page.claim.evidence
            assert page.claim.text == self.claim_shown
            said = QUOTE if self.quoted in self.shown else WITHHELD
            assert link.quote.exact == said


@pytest.fixture
def machine(desk_in, tmp_path_factory):
    numbers = count()

    def open_desk():
        return desk_in(tmp_path_factory.mktemp(f"run-{next(numbers)}"))

    return type(
        "Run",
        (Publishing,),
        {"open_desk": staticmethod(open_desk), "acts": Counter()},
    )


def test_readers_see_just_what_is_published(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=figure(ci=20, soak=200),
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{machine.acts.total()} acts: {dict(machine.acts)}")
    done = {act.partition(" ")[0] for act in machine.acts}
    assert {"publish", "withdraw", "edit"} <= done
