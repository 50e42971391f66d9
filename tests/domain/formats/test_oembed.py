"""What other sites are told of a page keeps to oEmbed 1.0 and to the room they have."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from annotator.domain.formats.oembed import Embedded, as_xml, response

SHOWN = Embedded(
    title='Heron "2" is <safe> & sound.',
    author="Northfield",
    author_address="https://a.example/labs/northfield",
    picture="https://a.example/claims/safe/card.png",
    frame="https://a.example/claims/safe/embed",
)


def _told(shown=SHOWN, width=10_000, height=10_000):
    return response(
        shown,
        site_name="Annotator",
        site_address="https://a.example/",
        width=width,
        height=height,
    )


def test_a_claim_is_rich_and_has_what_that_requires():
    told = _told()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert (told["width"], told["height"]) == (600, 260)
    assert told["html"].startswith('<iframe src="https://a.example/claims/safe/embed"')
    assert "<safe>" not in told["html"]
    assert told["provider_url"] == "https://a.example/"
    assert {"thumbnail_url", "thumbnail_width", "thumbnail_height"} <= told.keys()


def test_a_page_without_a_frame_is_a_link_with_a_picture():
    told = _told(replace(SHOWN, frame=""))
    assert told["type"] == "link"
    assert not told.keys() & {"html", "width", "height"}


@pytest.mark.parametrize(("most", "size"), [(320, (320, 340)), (500, (500, 260))])
def test_it_is_no_wider_than_there_is_room(most, size):
    told = _told(width=most)
    assert (told["width"], told["height"]) == size
    assert f'width="{most}"' in told["html"]
    assert "thumbnail_url" not in told  # wider than there is room


def test_it_is_no_higher_than_there_is_room():
    assert _told(height=100)["height"] == 100


def test_the_xml_says_the_same():
    root = ET.fromstring(as_xml(_told()).encode())
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in _told().items()
    }
