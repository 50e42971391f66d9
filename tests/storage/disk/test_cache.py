"""What can be made again is kept, and never believed when it is damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.storage.disk import cache


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("cache") / "deep" / "a.png"


@given(content=st.binary(), at=st.integers(0, 2**16), bit=st.integers(0, 7))
def test_what_is_kept_comes_back_unless_a_bit_of_it_has_changed(path, content, at, bit):
    cache.keep(path, content)
    assert cache.read(path) == content
    damaged = bytearray(path.read_bytes())
    damaged[at % len(damaged)] ^= 1 << bit
    path.write_bytes(damaged)
    assert cache.read(path) is None


@given(content=st.binary(min_size=1), kept=st.floats(0, 0.99))
def test_what_was_cut_off_is_missing(path, content, kept):
    cache.keep(path, content)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert cache.read(path) in {None, b""}  # zeros are nothing, with its checksum


def test_what_was_never_kept_is_missing(path):
    assert cache.read(path.with_name("other")) is None


@pytest.mark.parametrize("trouble", ["cannot be kept", "cannot be read"])
def test_a_disk_that_fails_is_logged_and_loses_only_what_can_be_made_again(
    tmp_path, caplog, trouble
):
    place = tmp_path / "cache"
    if trouble == "cannot be kept":  # a file stands where a folder is needed
        place.write_bytes(b"")
        cache.keep(place / "a.png", b"drawn")
    else:
        (place / "a.png").mkdir(parents=True)
    assert cache.read(place / "a.png") is None
    assert trouble in caplog.text
