"""Make a scorecard file for Claude 4 from the notes that are kept beside the project.

    python tests/shared/claude4.py --shared ../shared --output /tmp/claude-4.yaml

The quotes, the results and the claims are read from those notes; what the lab says and
what we say is worded here. Import the file once the system card is taken in as
claude-4-system-card.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from annotator.domain.slugs import slugify
from annotator.services.scorecard_files.schema import ScorecardFile
from annotator.services.scorecard_files.yaml_file import dump

REPORT = "claude-4-system-card"
OPUS, SONNET, EARLIER = "claude-opus-4", "claude-sonnet-4", "claude-sonnet-3-7"
MODELS = {"opus4": OPUS, "sonnet4": SONNET, "sonnet37": EARLIER}
SHORTEST_SOURCE = 8  # characters; a shorter one may stand on its page twice

OVERALL = """\
Anthropic treats Claude Opus 4 as if it had reached the CBRN-3 threshold, and releases Claude
Sonnet 4 under the weaker standard.

We find much to like in the evaluations, and the card prints results that cut both ways. What we
miss is the argument: which results carry each conclusion, which line each was held against, and
what result would have led to another decision.
"""

CARDS = {  # by category: its slug, what the lab says, what we say
    "Chem & bio": (
        "chem-bio",
        "Opus 4 may have reached the CBRN-3 threshold; Sonnet 4 has not.",
        "Caution about Opus 4 is well founded. For Sonnet 4, two scores end between the lab's own "
        "lines and are then held against the upper one.",
    ),
    "Cyber": (
        "cyber",
        "Neither model has cyber capabilities that could bring about a catastrophe.",
        "There is no threshold to compare with, and one of the two evaluations that are called "
        "key indicators is reported without numbers.",
    ),
    "AI R&D": (
        "ai-rd",
        "Neither model can take over all the work of a junior researcher.",
        "Shown for that high bar. How much of the work they can do is left open, and half of the "
        "survey's threshold is not reported.",
    ),
    "Scheming capabilities": (
        "scheming-capabilities",
        "Opus 4 is not good enough at subtle sabotage to escape a monitor.",
        "A fitting test with an honest write-up. It is one test, with one monitor, of one of the "
        "two models.",
    ),
    "Misalignment propensity": (
        "misalignment-propensity",
        "No systematic deception and no hidden goals; extreme acts are rare.",
        "A rich and candid assessment of Opus 4. Sonnet 4 is mostly untested, and the outside "
        "evaluation was not repeated on the final model.",
    ),
    "Misuse (via API) prevention": (
        "misuse-prevention",
        "The ASL-3 safeguards are switched on for Opus 4 and are enough.",
        "Plausible. The card hardly tests those safeguards and leaves the evidence to another "
        "report.",
    ),
    "Scheming risk prevention": (
        "scheming-prevention",
        "The models are too weak at scheming to need safeguards against it.",
        "Probably true for now. The plan for models that are not too weak is thin.",
    ),
    "Security": (
        "security",
        "The weights of Opus 4 are protected to the ASL-3 Security Standard.",
        "Asserted more than once and supported by nothing in this card.",
    ),
}
VERDICTS = {
    "chem-bio": ("not shown", "unclear"),
    "cyber": ("cannot be assessed", "likely"),
    "ai-rd": ("mostly shown", "likely"),
    "scheming-capabilities": ("partly shown", "likely"),
    "misalignment-propensity": ("partly shown", "unclear"),
    "misuse-prevention": ("partly shown", "likely"),
    "scheming-prevention": ("partly shown", "likely"),
    "security": ("not shown", "doubtful"),
}
SUMMARY = (
    "Opus 4 is treated as if it had reached the bio threshold; that Sonnet 4 has not, and "
    "that its weights are secure, is not shown."
)
IN_SHORT = {
    "chem-bio": "Care with Opus 4 is well founded; Sonnet 4 is not ruled out by its own scores.",
    "cyber": "No threshold to compare with, and a key indicator without numbers.",
    "ai-rd": "Shown for a high bar; how much they can do is left open.",
    "scheming-capabilities": "A fitting test: one test, one monitor, one of the two models.",
    "misalignment-propensity": "Candid about Opus 4; Sonnet 4 is mostly untested.",
    "misuse-prevention": "Plausible, and left to another report.",
    "scheming-prevention": "Probably true for now; the plan for later is thin.",
    "security": "Asserted more than once; nothing in the card supports it.",
}
GROUPS = [
    {
        "slug": "evaluation",
        "name": "Evaluation categories",
        "introduction": "What the models can do and tend to do. Open a category for our "
        "analysis and the relevant part of the card.",
    },
    {
        "slug": "safety-case",
        "name": "Safety case categories",
        "introduction": "How the lab means to keep risks low. Of these, misuse is the "
        "easiest to prevent, and security the costliest.",
    },
]
CHAPTERS = {
    "chem-bio": range(86, 104),
    "ai-rd": range(104, 117),
    "cyber": range(117, 124),
}


def claude_4(shared: Path) -> str:
    """Return the file's text; ``shared`` is the folder that has claude4/."""
    quotes, tests, tensions = (
        json.loads((shared / "claude4" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("quotes", "evaluations", "tensions")
    )
    content: dict[str, Any] = {
        "annotator": 1,
        "lab": {
            "slug": "anthropic",
            "name": "Anthropic",
            "url": "https://www.anthropic.com/",
        },
        "models": [
            {
                "slug": OPUS,
                "name": "Claude Opus 4",
                "most_powerful": True,
                "released": "2025-05-22",
            },
            {"slug": SONNET, "name": "Claude Sonnet 4", "released": "2025-05-22"},
            {"slug": EARLIER, "name": "Claude Sonnet 3.7"},
        ],
        "reports": [
            {
                "slug": REPORT,
                "title": "System Card: Claude Opus 4 & Claude Sonnet 4",
                "kind": "system card",
                "published": "2025-05-22",
                "models": [OPUS, SONNET],
            }
        ],
        "groups": GROUPS,
        "scorecard": _scorecard(),
        "evaluations": [_evaluation(test) for test in tests],
        "claims": _claims(quotes, tensions),
    }
    return dump(ScorecardFile.model_validate(content))


def _scorecard() -> dict[str, Any]:
    return {
        "slug": "claude-4",
        "title": "Claude 4",
        "models": [OPUS, SONNET],
        "summary": SUMMARY,
        "overall": OVERALL,
        "cards": {
            slug: {
                "lab_says": lab_says,
                "we_say": we_say,
                "in_short": IN_SHORT[slug],
                "shown": VERDICTS[slug][0],
                "credence": VERDICTS[slug][1],
                "analysis": we_say,
            }
            for slug, lab_says, we_say in CARDS.values()
        },
    }


def _claims(
    quotes: list[dict[str, Any]], tensions: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    claims: dict[str, dict[str, Any]] = {}
    for quote in quotes:
        claim = claims.setdefault(quote["claim"], _claim(quote))
        claim["evidence"].append(
            {
                "stance": quote["stance"],
                "quote": quote["quote"],
                "report": REPORT,
                "page": quote["page"],
                "note": quote["note"],
            }
        )
    for tension in tensions:
        _stands_on(tension, claims)["tensions"].append(_tension(tension))
    return list(claims.values())


def _claim(quote: dict[str, Any]) -> dict[str, Any]:
    category, _, we_say = CARDS[quote["category"]]
    shown, credence = VERDICTS[category]
    text = quote["claim"]
    named = [slug for slug, name in _NAMES.items() if name in text]
    return {
        "slug": slugify(text),
        "category": category,
        "text": text,
        "models": named or [OPUS, SONNET],
        "verdict": {"shown": shown, "credence": credence, "rationale": we_say},
        "critique": {"text": we_say},
        "evidence": [],
        "tensions": [],
    }


_NAMES = {OPUS: "Opus 4", SONNET: "Sonnet 4"}


def _stands_on(
    tension: dict[str, Any], claims: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Return the first claim of the chapter that a tension is in."""
    page = tension["a"]["page"]
    category = next(slug for slug, pages in CHAPTERS.items() if page in pages)
    return next(claim for claim in claims.values() if claim["category"] == category)


def _tension(tension: dict[str, Any]) -> dict[str, Any]:
    sides = {side: {"report": REPORT, **tension[side]} for side in ("a", "b")}
    return {"sentence": tension["tension"], **sides}


def _evaluation(test: dict[str, Any]) -> dict[str, Any]:
    category = CARDS[test["category"]][0]
    line = test["threshold"]
    kind = "none stated" if line.startswith("none") else "rule-out"
    return {
        "slug": f"claude-4-{slugify(test['evaluation'])}"[:80].rstrip("-"),
        "name": test["evaluation"],
        "category": category,
        "kind": test["kind"],
        "thresholds": [{"kind": kind, "statement": line}],
        "results": [
            _result(test, model)
            for model in MODELS
            if model in test["outcome"] or test["results"][model]
        ],
    }


def _result(test: dict[str, Any], model: str) -> dict[str, Any]:
    value = test["results"][model] or ""
    outcome = test["outcome"].get(model, "")
    said = test["check"][0]
    result: dict[str, Any] = {
        "model": MODELS[model],
        "state": _state(value, outcome),
        "value": value,
        "note": outcome.replace("_", " "),
    }
    if len(said) >= SHORTEST_SOURCE:
        result["source"] = {"quote": said, "report": REPORT, "page": test["page"]}
    return result


def _state(value: str, outcome: str) -> str:
    if outcome == "not_run":
        return "not run"
    if not value:
        return "withheld"
    return "scored" if any(map(str.isdigit, value)) else "qualitative"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.write_text(claude_4(options.shared), encoding="utf-8")
    print(f"Wrote {options.output}.")


if __name__ == "__main__":
    main()
