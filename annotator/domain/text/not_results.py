"""What looks like a result and is none: dates, versions, sections, money, and what they are."""

import re

from annotator.domain.text.printed_numbers import DIGIT, NUMBER, PLAIN, SCALE, UNIT

BARE = "a bare whole number"

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NUMBERED = (
    r"(?:sections?|sec\.|figures?|figs?\.|tables?|appendix|chapters?|versions?|parts?|steps?|"
    r"tasks?|pages?|pp?\.|levels?|phases?|tiers?|footnotes?|notes?|equations?|eqs?\.|refs?\.|§)"
)
_D = DIGIT
_PATTERNS = [
    (rf"{_D}{{4}}-{_D}{{2}}(?:-{_D}{{2}})?(?!\w)", "a date"),
    (rf"(?<![\w/]){_D}{{1,2}}/{_D}{{1,2}}/{_D}{{2,4}}(?!\w)", "a date"),
    (
        rf"\b{_MONTH}\s{_D}{{1,2}}(?:st|nd|rd|th)?(?:,?\s{_D}{{4}})?(?!\w|[.,]{_D})",
        "a date",
    ),
    (
        rf"(?<!\w){_D}{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s{_D}{{4}})?(?!\w)",
        "a date",
    ),
    (
        rf"(?<![\w.,])(?:19|20){_D}{{2}}(?!\w|[.,]{_D}|{UNIT}|\s?[×x·]\s?10)",
        "may be a year",
    ),
    (
        rf"(?i:(?<!\w){_NUMBERED})\s?{_D}{{1,9}}(?:\.{_D}{{1,9}})*"
        rf"(?:(?:,|\sand|\sor|\sto|\s?[-–])\s?{_D}{{1,9}}(?:\.{_D}{{1,9}})*)*(?!\w|\s?[%×])",
        "a number of a part",
    ),
    (rf"(?<![\w.]){_D}{{1,9}}(?:\.{_D}{{1,9}}){{2,}}", "a version or a section"),
    (
        rf"(?:^|(?<=[.!?]\s))[1-9]{_D}?\.{_D}{{1,2}}(?=\.?\s[A-Z])(?!{UNIT})",
        "may be a section",
    ),
    (
        rf"\b[A-Z][\w’'-]{{0,40}}\s[1-9]\.{_D}(?:(?:,|,?\s(?:and|or))\s[1-9]\.{_D})*"
        rf"(?!\w|\s?[%×±]|\.{_D}|\s?{UNIT})",
        "may be a version",
    ),
    (rf"[$€£¥]\s?{PLAIN}(?:\s?{SCALE})?", "an amount of money"),
    (rf"\b[pP]\s?[<>=≤≥]\s?{NUMBER}", "a probability of chance"),
]

NOT_RESULTS = [(re.compile(pattern), reason) for pattern, reason in _PATTERNS]

_AROUND = 24  # code points on each side that tell what a number is


def reason(text: str, start: int, end: int) -> str:
    """Return why the digits from ``start`` to ``end`` (code points) are not typed."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    for pattern, told in _BEFORE:
        if pattern.search(before):
            return told
    for pattern, told in _AFTER:
        if pattern.match(after):
            return told
    if not _GROUPED.fullmatch(text, start, end):
        return "a comma that may be a decimal point"
    if "." in text[start:end] or _SIGN_AFTER.match(after):
        return "stands beside signs that are not understood"
    return BARE


_GROUPED = re.compile(PLAIN)
_SIGN_AFTER = re.compile(r"\s?[°‰^$€£¥%×±/]")
_BEFORE = [
    (re.compile(r"@$"), "part of a metric's name"),
    (re.compile(r"\[(?:[0-9]{1,4}, ?)*$"), "may be a reference"),
    (re.compile(r"[^\W\d_][-–]?$"), "part of a word or a name"),
    (re.compile(r"\b[A-Z][\w’'-]{0,20}\s$"), "may be part of a name"),
    (re.compile(r"[.!?”’)\]]$"), "may be the mark of a footnote"),
]
_AFTER = [
    (re.compile(r"(?:st|nd|rd|th)\b"), "an ordinal number"),
    (re.compile(r"-?[^\W\d_]"), "part of a word or a name"),
    (re.compile(r":[0-9]"), "may be a time or a ratio"),
    (re.compile(r"\s?[x*·×]\s?[0-9]"), "a product"),
]
