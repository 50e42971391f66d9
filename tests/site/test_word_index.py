"""Every page is found by its words in the parts of the index that they name."""

import json

from annotator.site.word_index import WordIndex, folded, part_of


def test_words_are_folded():
    assert folded("Übung, ½ of GPT-4.1’s tasks") == [
        "ubung",
        "1",
        "2",
        "of",
        "gpt",
        "4",
        "1",
        "s",
        "tasks",
    ]


def test_a_page_is_found_by_each_of_its_words_and_more_by_its_title():
    index = WordIndex()
    index.add("/a/", "Uplift", "The trial found some uplift in novices.")
    index.add("/b/", "Cyber", "No uplift was found.")
    files = {name: json.loads(content) for name, content in index.files()}
    uplift = files[f"words-{part_of('uplift')}.json"]["uplift"]
    counts = dict(zip(uplift[::2], uplift[1::2], strict=True))
    assert counts.keys() == {0, 1}
    assert counts[0] > counts[1]
    assert files["pages-0.json"][1][:2] == ["/b/", "Cyber"]
    assert set(files["index.json"]["parts"]) == {
        name.removeprefix("words-").removesuffix(".json")
        for name in files
        if name.startswith("words-")
    }


def test_a_word_of_most_pages_is_told_to_be_common():
    index = WordIndex()
    for number in range(100):
        index.add(f"/{number}/", f"Page {number}", "the words")
    told = {name: json.loads(content) for name, content in index.files()}
    assert told["index.json"]["common"] == ["page", "the", "words"]
    assert part_of("the") not in told["index.json"]["parts"]
