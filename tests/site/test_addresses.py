"""Each address has one file, and every static host finds it there."""

import pytest

from annotator.site.addresses import file_of, is_page, kept, link_to


@pytest.mark.parametrize(
    ("address", "file", "link"),
    [
        ("/", "index.html", "/"),
        ("/claims/x", "claims/x/index.html", "/claims/x/"),
        ("/models/x/cyber.csv", "models/x/cyber.csv", "/models/x/cyber.csv"),
        ("/p/1.webp?width=768", "p/1~width-768.webp", "/p/1~width-768.webp"),
        ("/reasons/y?page=2", "reasons/y~page-2/index.html", "/reasons/y~page-2/"),
        ("/?view=lab", "~view-lab/index.html", "/~view-lab/"),
    ],
)
def test_the_file_and_the_link_of_an_address(address, file, link):
    assert (file_of(address), link_to(address)) == (file, link)


def test_queries_that_differ_have_files_that_differ():
    queries = ["a=1&b=2", "a=1-b=2", "a=1%26b=2", "a=%20", "a=..%2F..", "a=" + 99 * "x"]
    files = {file_of(f"/claims/x?{query}") for query in queries}
    assert len(files) == len(queries)
    assert not any(".." in file.split("/") for file in files)


def test_pages_with_a_query_lead_no_further_than_to_the_next_page():
    assert kept("/claims/x?without=1", "/claims/x") == "/claims/x?without=1"
    assert kept("/claims/x?without=1,2", "/claims/x?without=1") == "/claims/x"
    assert kept("/reasons/y?page=3", "/reasons/y?page=2") == "/reasons/y?page=3"
    assert kept("/changes?lab=a&month=2030-03", "/changes?lab=a") == (
        "/changes?lab=a&month=2030-03"
    )
    assert kept("/p/1.webp?width=144", "/p?page=2") == "/p/1.webp?width=144"
    assert kept("/search?q=x", "/") == "/search"
    assert is_page("/claims/x?of=a.b")
