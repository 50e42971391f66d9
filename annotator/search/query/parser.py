"""Parse what a person typed into a query; docs/search.md describes the language.

Mistakes are reported with their place in the typed text, so that they can be shown there.
"""

import re
from dataclasses import dataclass

from annotator.domain.errors import QueryError
from annotator.domain.text.tokens import tokens, words
from annotator.search.query.filters import parse_filter
from annotator.search.query.tree import (
    All,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    QueryWord,
    Some,
)

# Chosen, not measured.
MOST_WORDS = 100
MOST_NESTED = 20  # parentheses within each other
DEEP = "has too many nested parentheses"

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<minus>(?<![^\s(])-(?=[^\s-]))"
    r'|(?P<field>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"()]*))'
    r'|"(?P<phrase>[^"]*)"|(?P<word>[^\s"()]+)|(?P<quote>")'
)
_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # open, close, AND, OR, NOT, minus, leaf
    start: int
    end: int
    text: str
    nodes: tuple[Node, ...] = ()


def parse(text: str) -> Query:
    """Return the query in ``text``; raise QueryError, which tells what is wrong, and where."""
    tokens = _tokens(text.translate(_QUOTES))
    asked = [node for token in tokens for node in token.nodes]
    if sum(_length(node) for node in asked) > MOST_WORDS:
        raise QueryError(f"Type at most {MOST_WORDS} words.", 0, len(text))
    root = _Parser(tokens, len(text)).whole()
    if not any(isinstance(node, Filter) for node in asked) and not list(
        Query(root).leaves()
    ):
        raise QueryError("Type a word, or a phrase in quotation marks.", 0, len(text))
    return _query(root, plain=_is_plain(tokens))


def _is_plain(tokens: list[_Token]) -> bool:
    return all(token.kind in {"leaf", "minus"} for token in tokens)


def _query(root: Node, *, plain: bool) -> Query:
    if not plain:
        return Query(strict=root)
    parts = root.parts if isinstance(root, All) else (root,)
    loose: list[Leaf] = []
    for part in parts:
        if isinstance(part, QueryWord) or (
            isinstance(part, Phrase) and not part.quoted
        ):
            loose += [part] if part not in loose else []
    strict = tuple(part for part in parts if part not in loose)
    return Query(All(tuple(dict.fromkeys(strict))), tuple(loose))


def _length(node: Node) -> int:
    return len(node.words) if isinstance(node, Phrase) else 1


# From text to tokens


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _PIECE.finditer(text):
        kind = str(match.lastgroup)
        if match["field"] is not None:
            nodes: tuple[Node, ...] = (parse_filter(match),)
            tokens.append(_Token("leaf", match.start(), match.end(), match[0], nodes))
        elif kind == "quote":
            raise QueryError(
                "A quotation mark is not closed; add the other one.",
                match.start(),
                len(text),
            )
        elif kind == "phrase":
            folded = tuple(words(match["phrase"]))
            tokens += _leaf(match, (_phrase(folded, match),) if folded else ())
        elif kind == "word":
            tokens += _word(match)
        elif kind != "space":
            tokens.append(_Token(kind, match.start(), match.end(), match[0]))
    return tokens


def _leaf(match: re.Match[str], nodes: tuple[Node, ...]) -> list[_Token]:
    return [_Token("leaf", match.start(), match.end(), match[0], nodes)]


def _phrase(folded: tuple[str, ...], match: re.Match[str]) -> Node:
    # A single word in quotation marks is searched for in exactly that form.
    return Phrase(folded) if match["phrase"] is not None else _unquoted(folded, match)


def _unquoted(folded: tuple[str, ...], match: re.Match[str]) -> Node:
    if len(folded) == 1:
        return QueryWord(folded[0], (match.start(), match.end()))
    return Phrase(folded, quoted=False)


def _word(match: re.Match[str]) -> list[_Token]:
    typed = match["word"]
    if typed in _OPERATORS:
        return [_Token(typed, match.start(), match.end(), typed)]
    found = tokens(typed)
    if not found:
        return []
    folded = tuple(token.text for token in found)
    if typed[-1] not in "*~" or found[-1].end != len(typed) - 1:
        return _leaf(match, (_phrase(folded, match),))
    last: Node = Prefix(folded[-1]) if typed[-1] == "*" else Fuzzy(folded[-1])
    first = (_unquoted(folded[:-1], match),) if len(folded) > 1 else ()
    return _leaf(match, (*first, last))


# From tokens to a tree


class _Parser:
    """A recursive-descent parser; OR binds least, then AND or a space, then NOT."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._length = length

    def whole(self) -> Node:
        tree = self._either()
        left = self._next()
        if left is not None:  # only an unmatched closing parenthesis ends a tree early
            raise QueryError(
                "This parenthesis was never opened; remove it.", left.start, left.end
            )
        return tree

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: str) -> _Token | None:
        token = self._next()
        if token is None or token.kind != kind:
            return None
        self._at += 1
        return token

    def _either(self) -> Node:
        parts = [self._each()]
        while operator := self._take("OR"):
            self._check_sides(operator)
            parts.append(self._each())
        return Some(tuple(parts)) if len(parts) > 1 else parts[0]

    def _each(self) -> Node:
        parts: list[Node] = []
        while (token := self._next()) and token.kind not in {"OR", "close"}:
            if operator := self._take("AND"):
                self._check_sides(operator)
            parts += self._one()
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _check_sides(self, operator: _Token) -> None:
        """Raise QueryError if an operator is at an edge or next to another."""
        before = self._tokens[self._at - 2] if self._at >= 2 else None
        after = self._next()
        if (
            before is None
            or before.kind not in {"leaf", "close"}
            or after is None
            or after.kind in {"AND", "OR", "close"}
        ):
            raise QueryError(
                f"{operator.text} needs something on both sides; add it, or write "
                f"“{operator.text.lower()}” in small letters to look for the word.",
                operator.start,
                operator.end,
            )

    def _one(self) -> tuple[Node, ...]:
        for kind in ("NOT", "minus"):
            if operator := self._take(kind):
                return (Not(self._excluded(operator)),)
        if opened := self._take("open"):
            return (self._within(opened),)
        token = self._tokens[self._at]
        self._at += 1
        return token.nodes

    def _excluded(self, operator: _Token) -> Node:
        after = self._next()
        if after is None or after.kind in {"AND", "OR", "NOT", "minus", "close"}:
            raise QueryError(
                f"{operator.text} needs a word, a phrase or a parenthesis after it.",
                operator.start,
                operator.end,
            )
        return All(self._one())

    def _within(self, opened: _Token) -> Node:
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise QueryError(f"This {DEEP}; leave some out.", opened.start, opened.end)
        tree = self._either()
        if not self._take("close"):
            raise QueryError(
                "This parenthesis is not closed; add the other one.",
                opened.start,
                self._length,
            )
        self._depth -= 1
        return tree
