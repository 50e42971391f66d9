"""Cite a passage of a report: as a line of text, in Markdown, for BibTeX."""

import re
from dataclasses import dataclass

from annotator.domain.slugs import slugify

HASH_LENGTH = 12  # hexadecimal digits: enough to tell a lab's files apart
_KEY_HASH = 8

# What Markdown takes for markup within a line, and what it takes for it at its beginning.
_MARKUP = re.compile(r"([\\`*_\[\]<>&$~|])")
_BEGINNING = re.compile(r"^(?:([#+=:-])|(\d{1,9})([.)])(?=\s|$))")
_IN_A_LINK = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"}
_LATEX = str.maketrans(
    {
        # A brace alone would end the field: BibTeX counts escaped ones as well.
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
    }
)
_IN_A_FIELD = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22"}


@dataclass(frozen=True)
class Citation:
    """Words of a report, or a figure, and what leads back to them.

    ``published`` is an ISO date, a period, or "not reported"; ``address`` is absolute.
    """

    exact: str  # "" for a figure
    title: str
    lab: str
    published: str
    page_label: str
    sha256: str
    address: str
    passage: int | None = None  # its number, if it is marked
    description: str = ""  # of a figure

    @property
    def line(self) -> str:
        """One line of plain text."""
        when = self._date or f"date {_plain(self.published)}"
        source = f"{_plain(self.title)} ({_plain(self.lab)}, {when})"
        place = f"p. {_plain(self.page_label)}, SHA-256 {self.sha256[:HASH_LENGTH]}"
        return f"{self._words()}, {source}, {place}, {self.address}"

    @property
    def markdown(self) -> str:
        """A block quote, and its source below it with a link to the page."""
        when = self._date or f"date {self.published}"
        facts = f"*{_escaped(self.title)}* ({_escaped(f'{self.lab}, {when}')})"
        link = f"[p. {_escaped(self.page_label)}]({_changed(self.address, _IN_A_LINK)})"
        if self.exact:
            return f"> {_at_beginning(_escaped(self.exact))}\n\n{facts}, {link}"
        return f"{_at_beginning(_escaped(self._figure()))}: {facts}, {link}"

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX, in UTF-8."""
        note = f"p.~{_latex(self.page_label)}, "
        note += f"published {_latex(self._date)}, " if self._date else "not dated, "
        fields = {
            "author": f"{{{_latex(self.lab)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "institution": _latex(self.lab),
            "year": self._date[:4],
            "url": _changed(self.address, _IN_A_FIELD),
            "note": f"{note}SHA-256 {self.sha256[:HASH_LENGTH]}",
        }
        rows = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@techreport{{{self.key},\n" + ",\n".join(rows) + "\n}"

    @property
    def key(self) -> str:
        """The key of the entry: of this passage in this file, and of no other."""
        place = self.passage or slugify(f"p {self.page_label}")
        return f"{slugify(self.lab)}-{self.sha256[:_KEY_HASH]}-{place}"

    @property
    def _date(self) -> str:
        published = _plain(self.published)
        return published if published[:4].isdecimal() else ""

    def _words(self) -> str:
        return _quoted(_plain(self.exact)) if self.exact else self._figure()

    def _figure(self) -> str:
        return _plain(self.description).rstrip(".") or "Figure or table"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _quoted(words: str) -> str:
    """Return words in quotation marks; quotation marks in them become single ones."""
    inner = words.replace("“", "‘").replace("”", "’").replace('"', "'")
    return f"“{inner}”"


def _escaped(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", _plain(text))


def _at_beginning(line: str) -> str:
    """Return a line of Markdown that begins no list, heading or rule."""
    return _BEGINNING.sub(
        lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line, count=1
    )


def _latex(text: str) -> str:
    return _plain(text).translate(_LATEX)


def _changed(address: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in address)
