"""Whether what was typed into the search box is a quote or words to search for."""

import re

# Chosen, not measured.
LEAST_WORDS = 6  # plain words; from here on they are taken for a quote
LEAST_LENGTH = 30  # code points; likewise
SURELY_QUOTED = 12  # words; from here on a quote, even with operators among them
MOST_WORDS = 50  # of a quote that are searched for as words

_OPERATORS = re.compile(
    r"(?:^|[\s(])(?:AND|OR|NOT)(?=\s)"
    r"|(?:^|[\s(])-?(?:lab|model|report|kind|category|after|before|stance|has):\S"
    r"|(?:^|\s)-\w"
    r"|\w[*~](?=[\s)]|$)"
)
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_ONE_PHRASE = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”]")


def quote_in(typed: str) -> str:
    """Return the quote that was typed, or "" if words to search for were typed.

    A quote is one phrase in quotation marks, or a long string without operators.
    """
    text = " ".join(typed.split())
    phrase = _ONE_PHRASE.fullmatch(text)
    if phrase:
        return phrase[1].strip()
    if is_surely_quote(text):
        return text
    is_long = len(text.split()) >= LEAST_WORDS or len(text) >= LEAST_LENGTH
    return text if is_long and not _OPERATORS.search(text) else ""


def is_surely_quote(typed: str) -> bool:
    """Whether only a quote can be meant: it is in quotation marks, or very long."""
    is_phrase = _ONE_PHRASE.fullmatch(typed.strip()) is not None
    return is_phrase or len(typed.split()) >= SURELY_QUOTED


def words_to_search(typed: str) -> str:
    """Return ``typed`` as a query; signs in a pasted quote are not taken for operators."""
    if not quote_in(typed) or _ONE_PHRASE.fullmatch(typed.strip()):
        return typed
    return words_in(typed)


def words_in(text: str) -> str:
    """Return the first words of ``text``, in a form that contains no operators."""
    return " ".join(_WORD.findall(text.casefold())[:MOST_WORDS])
