"""What is fuzzed: functions that take what strangers and colleagues write.

Each target takes any text; whatever it raises, but for what the function is documented to
raise, is a fault.
"""

from html.parser import HTMLParser

from annotator.domain.errors import InvalidFileError, QueryError
from annotator.domain.text import measures, sentences, tokens
from annotator.domain.text.folding import fold
from annotator.domain.text.keys import keyed
from annotator.domain.text.snippets import opening
from annotator.http.filters import markdown
from annotator.search.query.parser import parse
from annotator.services.scorecard_files import read_scorecard, yaml_file
from annotator.services.search.plain_text import plain

TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"} | {
    f"h{n}" for n in range(1, 7)
}


def text(written: str) -> None:
    """Fold a text, and find words, sentences, results and what it is matched by."""
    folded = fold(written)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start <= end <= len(written)
    starts = sentences.sentence_starts(written)
    assert starts == sorted(set(starts))
    for token in tokens.tokens(written):
        assert 0 <= token.start < token.end <= len(written)
    keyed(written)
    measures.read(written)
    opening(written)


def query(written: str) -> None:
    """Parse a query; a mistake in it has a place."""
    mistake = _mistake_in(written)
    if mistake:
        assert 0 <= mistake.start <= mistake.end <= len(written)


def _mistake_in(written: str) -> QueryError | None:
    try:
        parse(written)
    except QueryError as error:
        return error
    return None


def import_(written: str) -> None:
    """Read a scorecard file; what was read is written, and reads the same again."""
    try:
        file = read_scorecard(name="a.yaml", text=written)
    except InvalidFileError:
        return
    assert read_scorecard(name="a.yaml", text=yaml_file.dump(file)) == file


class _Page(HTMLParser):
    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        assert tag in TAGS, tag
        assert all(name in {"href", "rel"} for name, _ in attributes), attributes
        for name, value in attributes:
            web = ("http:", "https:", "mailto:")
            assert name != "href" or str(value).lower().startswith(web), value


def markdown_(written: str) -> None:
    """Show Markdown, of which nothing runs, and index it."""
    _Page().feed(str(markdown(written)))
    plain(written)


TARGETS = {"text": text, "query": query, "import": import_, "markdown": markdown_}
