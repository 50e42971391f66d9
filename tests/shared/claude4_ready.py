"""The Claude 4 system card taken in, and its scorecard imported, once in a run."""

from pathlib import Path

from shared.claude4 import REPORT, claude_4


def claude_4_ready(prepared, desk_in, shared: Path) -> Path:
    """Return the folder of an installation that has both; nothing in it is published."""

    def work(folder: Path) -> None:
        with desk_in(folder) as desk:
            content = (shared / "reports" / f"{REPORT}.pdf").read_bytes()
            desk.take_in(content, report=REPORT, lab="Anthropic")
            desk.import_file(claude_4(shared), name="claude-4.yaml")

    return prepared.once("claude-4", work)
