"""Check this folder: python3 verify.py [PDF …]. It needs Python 3 and nothing else.

It tells whether the files are those that were packed, whether the sealed words are those
of the edition, whether every quote and annotation is among them, and whether your PDFs
are the ones that are quoted. Whoever changed all of it cannot change the seal on the site.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; "" of one that is missing."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def of_files() -> list[str]:
    """Return the files that are not those that were packed."""
    lines = (HERE / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: told for told, name in (line.split("  ", 1) for line in lines)}
    return [f"changed: {name}" for name in sums if digest(HERE / name) != sums[name]]


def of_words(about: dict) -> list[str]:  # type: ignore[type-arg]
    """Return what is not in the words that were sealed."""
    said, sealed = set(), HERE / "claim.json"
    json.loads(sealed.read_bytes(), object_hook=lambda one: said.add(one.get("exact")))
    noted = json.loads((HERE / "annotations.jsonld").read_bytes())["first"]["items"]
    quoted = [quote["exact"] for quote in about["quotes"]]
    quoted += [
        s["exact"] for n in noted for s in n["target"]["selector"] if "exact" in s
    ]
    wrong = [] if digest(sealed) == about["seal"] else ["changed: what was sealed"]
    return wrong + [
        f"not in the claim: {words}" for words in quoted if words not in said
    ]


def of_pdfs(about: dict, given: list[str]) -> list[str]:  # type: ignore[type-arg]
    """Return the PDFs that are not quoted here, and print which are."""
    here = {digest(Path(name)): name for name in given}
    for told, pdf in about["pdfs"].items():
        print("the same bytes:" if told in here else "not given:", pdf["title"], told)
    return [f"not quoted: {here[told]}" for told in here if told not in about["pdfs"]]


if __name__ == "__main__":
    known = json.loads((HERE / "about.json").read_bytes())
    problems = of_files() + of_words(known) + of_pdfs(known, sys.argv[1:])
    print(f"The seal is {known['seal']}; compare it with {known['address']}")
    print("\n".join(problems) or "All of it holds.")
    sys.exit(bool(problems))
