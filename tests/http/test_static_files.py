"""Static files in the caches of browsers."""

import re

import pytest

from annotator.app import create_app
from annotator.settings import Settings


@pytest.fixture
def reader(stores):
    return create_app(Settings(stores.data, stores.reports_pdf), stores).test_client()


@pytest.fixture
def style(reader) -> str:
    """The address of the style sheet as pages give it."""
    [address] = re.findall(r"/static/[0-9a-f]{12}/style\.css", reader.get("/").text)
    return address


def kept(reader, address: str) -> set[str]:
    answer = reader.get(address, buffered=True)
    assert answer.status_code == 200
    return set(answer.headers["Cache-Control"].split(", "))


def test_a_file_is_not_asked_for_again_while_its_address_holds(reader, style):
    assert kept(reader, style) == {"public", "max-age=31536000", "immutable"}


@pytest.mark.parametrize("version", ["", "0123456789ab/"])
def test_a_file_at_another_version_is_asked_for_each_time(reader, version):
    assert kept(reader, f"/static/{version}style.css") == {"no-cache"}
