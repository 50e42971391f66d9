"""A report of Wren Labs and the file that took its place, for tests of what follows.

Of the passages, one stays, one moves to another page, one has a number changed, one
gains a negation and one is gone.
"""

from pdfs import text_pdf

KEPT = "Wren 1 answered every question of the survey."
MOVED = "The red team wrote to us before the release."
NUMBER = "Wren 1 solved 12 of the 40 long tasks."
NEGATED = "We could rule out that the model helps an expert."
GONE = "The board met twice and asked for another evaluation."
EVERY = (KEPT, MOVED, NUMBER, NEGATED, GONE)

NUMBER_NOW = "Wren 1 solved 21 of the 40 long tasks."
NEGATED_NOW = "We could not rule out that the model helps an expert."

_FILLERS = [
    "This report says what was tested before the release.",
    "Its numbers are from the last snapshot alone.",
    "Every task was run three times with other seeds.",
    "Where a run broke off it was started once more.",
]

OLD = text_pdf(
    ["Wren 1 System Card", "", KEPT, _FILLERS[0], MOVED, _FILLERS[1]],
    ["Results", "", NUMBER, _FILLERS[2], NEGATED, _FILLERS[3], GONE],
)
NEW = text_pdf(
    ["Wren 1 System Card, revised", "", KEPT, _FILLERS[0], _FILLERS[1]],
    ["Results", "", NUMBER_NOW, _FILLERS[2], NEGATED_NOW, _FILLERS[3]],
    ["Thanks", "", MOVED, "We are grateful to all who took part."],
)
