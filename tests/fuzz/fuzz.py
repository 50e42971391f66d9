"""Fuzz one target for some seconds: ``fuzz.py TARGET SECONDS``; `make fuzz` runs all.

What it finds is written to ``cases/TARGET``, where `make test` tries it from then on.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["annotator"]):
    from targets import TARGETS

CASES = Path(__file__).parent / "cases"
LONGEST = 4_000  # bytes
MOST_SECONDS = 10  # for one input


def main() -> None:
    """Fuzz until the time is up, or something is found (exit code 77)."""
    name, seconds = sys.argv[1:]
    target = TARGETS[name]

    def try_(content: bytes) -> None:
        target(content.decode(errors="replace"))

    with tempfile.TemporaryDirectory() as grown:
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            f"-timeout={MOST_SECONDS}",
            f"-artifact_prefix={CASES / name}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, grown, str(CASES / name)], try_)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
