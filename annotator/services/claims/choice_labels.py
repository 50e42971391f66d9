"""How a part of a claim, or a passage, is called in a list to choose from."""

LONGEST = 90  # code points; chosen: a line of a select on a wide screen


def short(words: str) -> str:
    """Return words, cut with an ellipsis if they are long."""
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
