"""llms.txt is Markdown of the form that programs expect."""

from annotator.domain.formats.llms import Link, Section, llms_txt


def test_title_summary_notes_and_links_stand_in_order():
    link = Link("Heron 2", "https://a.example/models/heron-2", "of Northfield")
    said = llms_txt("Annotator", "What labs claim.", ["A note."], [
        Section("Scorecards", [link]), Section("Nothing", []),
    ])  # fmt: skip
    assert said == (
        "# Annotator\n\n> What labs claim.\n\nA note.\n\n## Scorecards\n\n"
        "- [Heron 2](https://a.example/models/heron-2): of Northfield\n"
    )


def test_no_title_makes_markup_of_its_own():
    link = Link("a](b) *c*\n# d", "https://a.example/(x)")
    [line] = llms_txt("s", "t", [], [Section("h", [link])]).splitlines()[-1:]
    assert line == r"- [a\](b) \*c\* \# d](https://a.example/%28x%29)"
