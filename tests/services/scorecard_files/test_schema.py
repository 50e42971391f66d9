"""The form of a scorecard file: what is refused and how, and that nothing is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import paths
from annotator.domain.errors import InvalidFileError
from annotator.services.scorecard_files import read_scorecard
from annotator.services.scorecard_files import schema as form
from annotator.services.scorecard_files.yaml_file import dump

SMALLEST = """\
annotator: 1
lab: {slug: wren-labs, name: Wren Labs}
models:
  - {slug: wren-1, name: Wren 1}
scorecard: {slug: wren-1, title: Wren 1, models: [wren-1]}
"""
CLAIM = """\
claims:
  - slug: safe
    category: cyber
    text: It is safe.
    models: [wren-1]
"""


def _read(text):
    return read_scorecard(name="wren.yaml", text=text)


def _mistakes(text):
    with pytest.raises(InvalidFileError) as refused:
        _read(text)
    return list(refused.value.mistakes)


def test_the_smallest_file_is_read():
    assert _read(SMALLEST).models[0].training_dates == "not reported"


@pytest.mark.parametrize(
    ("was", "becomes", "mistake"),
    [
        ("annotator: 1", "annotator: 2", "line 1: annotator: expected 1, the only"),
        ("annotator: 1", "annotate: 1", "line 1: annotate: there is no such key; did you mean “annotator”?"),
        ("slug: wren-labs", "slug: Wren Labs", "line 2: lab.slug: expected lowercase letters"),
        ("name: Wren Labs", "name: ' '", "line 2: lab.name: is empty"),
        (", name: Wren Labs", "", "line 2: lab.name: is required"),
        ("name: Wren Labs", "name: [Wren]", "line 2: lab.name: expected text"),
        ("name: Wren Labs", "name: W, url: 'javascript:x'", "line 2: lab.url: expected an address that begins with https:// or http://"),
        ("name: Wren 1}", "name: Wren 1, released: May}", "line 4: models.0.released: “May” is not a date"),
        ("name: Wren 1}", "name: Wren 1, most_powerful: maybe}", "line 4: models.0.most_powerful: expected true or false, not “maybe”"),
        ("models: [wren-1]", "models: wren-1", "line 5: scorecard.models: expected a list"),
        ("models: [wren-1]", "models: []", "line 5: scorecard.models: expected at least 1"),
        ("scorecard: {slug: wren-1, title: Wren 1, models: [wren-1]}", "scorecard: it", "line 5: scorecard: expected the keys slug, title"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_line_the_key_and_what_was_expected(was, becomes, mistake):
    assert was in SMALLEST
    found = _mistakes(SMALLEST.replace(was, becomes))
    assert any(line.startswith(mistake) for line in found), found


@pytest.mark.parametrize(
    ("evidence", "mistake"),
    [
        ("stance: support", "stance: expected 'supports', 'undercuts', 'qualifies' or 'context', not “support”"),
        ("stance: supports", "0: expected one of quote, region, result, absence and source"),
        ("stance: supports, quote: so", "0: a quote needs the report that it is from"),
        ("stance: supports, quote: so, report: card, page: one", "page: expected a whole number, not “one”"),
        ("stance: supports, quote: so, report: card, page: 0", "page: expected 1 or more, not 0"),
        ("stance: supports, page: 3, source: {url: 'https://x.example'}", "0: report, page, prefix, suffix, sha256 belong to a quote"),
        ("stance: supports, source: {url: x.example}", "source.url: expected an address"),
        ("stance: supports, region: {report: card, page: 1, box: [1, 2, 3]}", "region.box.3: is required"),
        ("stance: supports, region: {report: card, page: 1, box: [1, 2, 3, .inf]}", "region.box.3: expected a number"),
    ],
)  # fmt: skip
def test_evidence_that_makes_no_sense_is_refused(evidence, mistake):
    text = f"{SMALLEST}{CLAIM}    evidence:\n      - {{{evidence}}}\n"
    found = _mistakes(text)
    assert any(mistake in line for line in found), found
    assert all(line.startswith("line 12: claims.0.evidence.0") for line in found)


# Round trip

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\x85\u2028"),
    max_size=40,
).map(str.strip)
FILLED = WORDS.filter(bool)
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
NUMBERS = st.floats(0, 14_400, allow_nan=False)
QUOTES = st.builds(
    form.QuotePart,
    quote=FILLED,
    report=SLUGS,
    page=st.none() | st.integers(1, 5_000),
    prefix=WORDS,
    suffix=WORDS,
    sha256=st.just("") | st.just("0a" * 32),
)
REGIONS = st.builds(
    form.RegionPart,
    report=SLUGS,
    page=st.integers(1, 5_000),
    box=st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    description=WORDS,
)
EVIDENCE = st.one_of(
    QUOTES.flatmap(lambda quote: _evidence(**dict(quote))),
    REGIONS.flatmap(lambda region: _evidence(region=region)),
    st.builds(form.ResultTarget, evaluation=SLUGS, model=SLUGS, metric=WORDS).flatmap(
        lambda result: _evidence(result=result)
    ),
    st.builds(
        form.SourceTarget, url=st.just("https://example.org/x?y=1#z"), title=WORDS
    ).flatmap(lambda source: _evidence(source=source)),
)


def _evidence(**target):
    return st.builds(
        form.EvidencePart,
        stance=...,
        aims_at=...,
        load_bearing=...,
        strength=...,
        reasons=st.lists(FILLED, max_size=2).map(tuple),
        note=WORDS,
        **{name: st.just(value) for name, value in target.items()},
    )


PASSAGES = QUOTES.map(lambda quote: form.SidePart(**dict(quote))) | st.builds(
    form.SidePart, region=REGIONS
)
TENSIONS = st.builds(
    form.TensionPart,
    sentence=FILLED,
    a=PASSAGES,
    b=PASSAGES
    | st.builds(
        form.SidePart,
        result=st.builds(form.ResultTarget, evaluation=SLUGS, model=SLUGS),
    ),
)
REASONS = st.builds(
    form.GivenReasonPart,
    reason=SLUGS,
    sentence=FILLED,
    evidence=st.none() | st.integers(1, 99),
    tension=st.none(),
)
CLAIMS = st.builds(
    form.ClaimPart,
    slug=SLUGS,
    category=SLUGS,
    text=FILLED,
    models=st.lists(SLUGS, min_size=1, max_size=2).map(tuple),
    asserted_by=...,
    part_of=st.none() | SLUGS,
    assertion=st.none() | QUOTES,
    verdict=st.none()
    | st.builds(
        form.VerdictPart,
        shown=...,
        credence=...,
        rationale=FILLED,
        reasons=st.none() | st.lists(REASONS, min_size=1, max_size=2).map(tuple),
    ),
    critique=st.none()
    | st.builds(
        form.CritiquePart, text=WORDS, change_our_mind=WORDS, ask_the_lab=WORDS
    ),
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    tensions=st.lists(TENSIONS, max_size=2).map(tuple),
)
RESULTS = st.builds(
    form.ResultPart,
    model=SLUGS,
    state=...,
    value=WORDS,
    n=WORDS,
    source=st.none() | QUOTES,
)
EVALUATIONS = st.builds(
    form.EvaluationPart,
    slug=SLUGS,
    name=FILLED,
    category=SLUGS,
    kind=WORDS,
    thresholds=st.lists(
        st.builds(form.ThresholdPart, kind=..., statement=WORDS), max_size=2
    ).map(tuple),
    results=st.lists(RESULTS, min_size=1, max_size=2).map(tuple),
)
FILES = st.builds(
    form.ScorecardFile,
    annotator=st.just(1),
    lab=st.builds(form.LabPart, slug=SLUGS, name=FILLED),
    models=st.lists(
        st.builds(
            form.ModelPart,
            slug=SLUGS,
            name=FILLED,
            most_powerful=...,
            released=st.sampled_from(["2030-02-28", "2030", "not applicable"]),
            training_dates=st.just("not reported"),
            deployment_dates=st.just("2030-01/2030-02"),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    scorecard=st.builds(
        form.ScorecardPart,
        slug=SLUGS,
        title=FILLED,
        models=st.lists(SLUGS, min_size=1, max_size=2).map(tuple),
        overall=WORDS,
        cards=st.dictionaries(
            SLUGS,
            st.builds(form.CardPart, lab_says=WORDS, we_say=WORDS, analysis=WORDS),
            max_size=2,
        ),
    ),
    evaluations=st.lists(EVALUATIONS, max_size=2).map(tuple),
    claims=st.lists(CLAIMS, max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(FILES)
def test_a_file_is_read_as_it_was_written(file):
    written = dump(file)
    assert _read(written) == file
    assert dump(_read(written)) == written


# The documentation


def test_the_guide_names_every_key():
    guide = Path(paths.ROOT / "docs" / "scorecard-files.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([a-z0-9_]+)` \|", guide, flags=re.MULTILINE))
    parts = [part for name, part in vars(form).items() if name.endswith("Part")]
    parts += [form.ResultTarget, form.SourceTarget, form.ScorecardFile]
    keys = {key for part in parts for key in getattr(part, "model_fields", {})}
    assert rows == keys


def test_the_examples_in_the_guide_are_read():
    guide = Path(paths.ROOT / "docs" / "scorecard-files.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    assert _read(example).claims
