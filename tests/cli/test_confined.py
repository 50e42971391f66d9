"""A server for others is refused where a hostile PDF could do harm."""

from pathlib import Path

import pytest

from annotator.cli.confined import NotConfinedError, missing_layers, require_confined
from annotator.pdf.sandbox import LAYERS
from annotator.settings import Settings

ALONE = Settings(Path("data"), Path("pdf"))
BEHIND_A_PROXY = Settings(Path("data"), Path("pdf"), trusted_proxies=("127.0.0.1",))
PUBLIC = Settings(Path("data"), Path("pdf"), public_url="https://cards.example.org")


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        (ALONE, "0.0.0.0"),
        (ALONE, "::"),
        (ALONE, "cards.example.org"),
        (BEHIND_A_PROXY, "127.0.0.1"),
        (PUBLIC, "127.0.0.1"),
    ],
)
def test_a_server_for_others_names_the_layers_that_are_off(settings, host):
    with pytest.raises(NotConfinedError, match=r"Landlock.*--unconfined"):
        require_confined(settings, host, ["no files (Landlock)"])
    require_confined(settings, host, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_a_server_for_this_machine_alone_is_let_be(host):
    require_confined(ALONE, host, LAYERS)


def test_what_is_missing_here_is_some_of_the_layers():
    assert set(missing_layers()) <= set(LAYERS)
