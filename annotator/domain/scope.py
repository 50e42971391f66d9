"""Which models a claim is about, and which of them its evaluations cover."""

from collections.abc import Collection, Iterator, Sequence

from annotator.domain.views.contents import EvaluationView, ScopeView


def scope_of(
    models: Sequence[str],
    tests: Sequence[EvaluationView],
    linked: Collection[tuple[str, str]],
) -> tuple[ScopeView, ...]:
    """Return what each test says of each of a claim's models (names).

    ``linked`` names the results that the claim rests on, each as the slug of its
    evaluation and the name of its model: one of another model is out of scope.
    """
    return tuple(scope for test in tests for scope in _of_test(models, test, linked))


def _of_test(
    models: Sequence[str], test: EvaluationView, linked: Collection[tuple[str, str]]
) -> Iterator[ScopeView]:
    others = [model for slug, model in linked if slug == test.slug]
    for model in dict.fromkeys([*models, *others]):
        found = [result for result in test.results if result.model == model]
        # One that tells something, or else the first that says there is none.
        found.sort(key=lambda result: not result.state.tells)
        first = found[0] if found else None
        yield ScopeView(
            evaluation=test.name,
            slug=test.slug,
            model=model,
            is_meant=model in models,
            state=first.state if first else None,
            quote=first.quote if first and not first.state.tells else None,
        )
