"""The list of pages keeps to the protocol, however many there are."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

from annotator.domain.formats.sitemap import Listed, index, part, parts_of, url_set

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
AT = datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
PAGES = [Listed(f"https://a.example/{n}", AT) for n in range(5)]


def test_each_page_is_listed_with_the_time_it_changed():
    root = ET.fromstring(url_set([Listed("https://a.example/?a=1&b=<2>", AT)]))
    assert root.tag == f"{SPACE}urlset"
    [url] = root
    assert url.findtext(f"{SPACE}loc") == "https://a.example/?a=1&b=<2>"
    said = url.findtext(f"{SPACE}lastmod")
    assert datetime.fromisoformat(said) == AT.replace(microsecond=0)


def test_a_page_of_which_no_change_is_known_names_none():
    [url] = ET.fromstring(url_set([Listed("https://a.example/")]))
    assert [child.tag for child in url] == [f"{SPACE}loc"]


def test_a_long_list_is_cut_into_parts_that_have_each_page_once():
    assert parts_of(PAGES, 2) == 3
    cut = [part(PAGES, number, 2) for number in (1, 2, 3)]
    assert [len(some) for some in cut] == [2, 2, 1]
    assert [page for some in cut for page in some] == PAGES
    assert (parts_of(PAGES, 5), parts_of([], 5)) == (1, 1)


def test_the_parts_are_listed_in_an_index():
    root = ET.fromstring(index(PAGES[:2]))
    assert root.tag == f"{SPACE}sitemapindex"
    assert [child.tag for child in root] == [f"{SPACE}sitemap"] * 2
