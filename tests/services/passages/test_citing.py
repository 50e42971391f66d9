"""A passage is cited as it stands in the newest file, and to readers as they see it."""

from dataclasses import replace

import pytest

from annotator.domain.errors import NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.library import reports
from annotator.services.passages import citing, marking
from annotator.services.passages.quote_views import quote_views


def _address(place, page):
    return f"https://desk.example/{place.revision.sha256[:4]}/{page}"


def _first(context):
    report = reports.get_report(context, "wren-card")
    revision = reports.get_revision(context, report)
    placed = marking.placed_on(context, revision)
    return next(row.passage_id for row in placed if row.is_settled and row.page_from)


def test_a_passage_is_cited_in_the_newest_file_that_has_it(replaced):
    with replaced.look(Role.ANALYST) as context:
        number = _first(context)
        cited = citing.cite_passage(context, number, _address)
        newest = reports.get_revision(context, reports.get_report(context, "wren-card"))
    assert cited.sha256 == newest.sha256
    assert cited.address.startswith(f"https://desk.example/{newest.sha256[:4]}/")
    assert (cited.lab, cited.published, cited.passage) == ("Wren Labs", "2030", number)
    assert cited.exact


def test_a_passage_that_is_not_there_is_not_cited(replaced):
    with replaced.look(Role.ANALYST) as context, pytest.raises(NotFoundError):
        citing.cite_passage(context, 999, _address)


def test_readers_cite_what_a_public_page_shows_and_nothing_of_a_draft(replaced):
    with replaced.look(Role.READER) as context, pytest.raises(SignInNeededError):
        citing.cite_passage(context, 1, _address)
    with replaced.look(Role.ANALYST) as context:
        [quote] = quote_views(context, [_first(context)]).values()
    with replaced.look(Role.READER) as context:
        cited = citing.cite_shown(context, quote, "https://desk.example/1")
        assert cited is not None
        assert (cited.exact, cited.title) == (quote.exact, quote.report_title)
        draft = replace(quote, revision="0" * 64)
        assert citing.cite_shown(context, draft, "https://desk.example/1") is None
        draft = replace(quote, report="unknown")
        assert citing.cite_shown(context, draft, "https://desk.example/1") is None
