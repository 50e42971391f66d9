"""A scorecard file with something of everything, and the report that it quotes."""

from pdfs import text_pdf

CARD = text_pdf(
    [
        "Wren 1 is a small model.",
        "Its uplift was 1.70× in a study of twelve people.",
        "We rule the danger out.",
        "We print what we find. It rained. We print what we find.",
    ],
    ["The rule-out line is 2.8× and was set beforehand.", "It rained again."],
)
FILE = """\
annotator: 1
lab: {slug: wren-labs, name: Wren Labs, url: "https://wren.example/"}
models:
  - {slug: wren-1, name: Wren 1, most_powerful: yes, released: 2030-02}
reports:
  - {slug: wren-card, title: The Wren Card, kind: system card, models: [wren-1]}
scorecard:
  slug: wren-1
  title: Wren 1
  models: [wren-1]
  overall: |
    Small.

    And *dull*.
  cards:
    chem-bio: {lab_says: No danger., we_say: Perhaps., analysis: Not much to go on.}
evaluations:
  - slug: uplift
    name: Uplift study
    category: chem-bio
    thresholds:
      - kind: rule-out
        statement: below 2.8×
        source: {quote: The rule-out line is 2.8×, report: wren-card, page: 2}
    results:
      - model: wren-1
        state: scored
        value: 1.70×
        n: 12
        source: {quote: Its uplift was 1.70×, report: wren-card, page: 1}
claims:
  - slug: no-danger
    category: chem-bio
    text: There is no danger.
    models: [wren-1]
    assertion: {quote: We rule the danger out., report: wren-card}
    verdict: {shown: not shown, credence: unclear, rationale: Too few people.}
    critique: {text: Twelve is few., change_our_mind: Fifty people., ask_the_lab: Why?}
    evidence:
      - stance: supports
        result: {evaluation: uplift, model: wren-1}
        load_bearing: lab says
        strength: low
        reasons: [twelve people]
      - stance: context
        source: {url: "https://example.org/few", title: On small numbers}
      - stance: qualifies
        region: {report: wren-card, page: 2, box: [60, 70, 300, 120], description: A box}
        aims_at: evidence
        note: Look here.
  - slug: line-was-set-beforehand
    category: chem-bio
    text: The line was set beforehand.
    models: [wren-1]
    asserted_by: analyst
    part_of: no-danger
    evidence:
      - {stance: supports, quote: was set beforehand, report: wren-card, page: 2}
"""
# Changes of the file: its evaluation has typed fields, beside what is printed.
TYPED = (
    (
        "        statement: below 2.8×\n",
        "        statement: below 2.8×\n"
        '        low: "2.8"\n        high: "2.8"\n        unit: ×\n',
    ),
    (
        "        n: 12\n",
        "        n: 12\n        number: 1.70\n        unit: ×\n        invoked: 1\n"
        "        low: 1.2\n        high: 2.1\n        interval_meaning: unexplained\n"
        "        outcome: ruled out\n        discount: It is saturated.\n"
        "        discount_source: {quote: It rained again., report: wren-card, page: 2}\n",
    ),
    (
        "    category: chem-bio\n    thresholds:",
        "    category: chem-bio\n    direction: higher is more dangerous\n    thresholds:",
    ),
)
