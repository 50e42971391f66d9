"""Addresses that stay: what is cited is found there, whoever asks."""

from flask import url_for


def of_passage(
    report: str,
    sha256: str,
    page: int,
    *,
    start: int | None = None,
    end: int | None = None,
    passage: int | None = None,
    is_whole: bool = True,
) -> str:
    """Return where words of a file, or a figure, are read on their page.

    ``start`` and ``end`` are code points of its text; ``passage`` is the number of the
    mark. Readers see it once it is public. It is absolute unless ``is_whole`` is false.
    """
    return url_for(
        "public.page",
        slug=report,
        sha=sha256,
        number=page,
        start=start,
        end=end,
        _anchor=f"passage-{passage}" if passage else None,
        _external=is_whole,
    )


def absolute(endpoint: str, **values: object) -> str:
    """Return the whole address of a page of this site, as other sites name it."""
    return url_for(endpoint, **values, _external=True)
