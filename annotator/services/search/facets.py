"""The facets of a search, with the number of hits for each choice."""

from collections.abc import Mapping

from annotator.domain.vocabulary import HitKind
from annotator.services.context import Context
from annotator.services.published import names
from annotator.services.published.gate import model_names, report_titles
from annotator.services.search.results import Facet, FacetValue

MOST_CHOICES = 30  # choices of a facet, those with the most hits; chosen, not measured
TITLES = {
    "what": "What",
    "lab": "Lab",
    "model": "Model",
    "report": "Report",
    "kind": "Kind of report",
    "category": "Category",
}
_PLURALS = {
    HitKind.SENTENCE: "Sentences of reports",
    HitKind.PASSAGE: "Passages",
    HitKind.CLAIM: "Claims",
    HitKind.CRITIQUE: "Critiques",
    HitKind.REPORT: "Reports",
}


def facets_of(
    context: Context,
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, str],
) -> tuple[Facet, ...]:
    """Return the facets; a choice that was made is listed even without hits."""
    listed = {name: _listed(counts.get(name, {}), chosen[name]) for name in TITLES}
    labels = _labels(context, listed)
    return tuple(
        Facet(
            name,
            title,
            tuple(
                FacetValue(
                    value=str(value),
                    label=labels[name].get(value, str(value)),
                    count=count,
                    is_chosen=value == chosen[name],
                )
                for value, count in listed[name].items()
            ),
        )
        for name, title in TITLES.items()
        if listed[name]
    )


def _listed(counts: Mapping[str, int], chosen: str) -> dict[str, int]:
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = dict(by_count[:MOST_CHOICES])
    if chosen:
        listed.setdefault(chosen, counts.get(chosen, 0))
    return listed


def _labels(
    context: Context, listed: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, str]]:
    kinds = {value: value[:1].upper() + value[1:] for value in listed["kind"]}
    return {
        "what": {str(kind): label for kind, label in _PLURALS.items()},
        "lab": names.of(context, names.LABS, listed["lab"]),
        "model": model_names(context, list(listed["model"])),
        "report": report_titles(context, list(listed["report"])),
        "kind": kinds,
        "category": names.of(context, names.CATEGORIES, listed["category"]),
    }
