"""The README names every setting, and none that is not read."""

import re
from collections import UserDict
from dataclasses import fields

from annotator import paths
from annotator.settings import Settings

README = (paths.ROOT / "README.md").read_text()


class _Asked(UserDict[str, str]):
    """An environment with nothing in it, that notes what it was asked for."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return default


def test_every_setting_is_in_the_readme_and_nothing_else_is():
    asked = _Asked()
    Settings.from_env(asked)
    [table] = re.findall(r"(?ms)^## Settings\n(.*?)^## ", README)
    assert set(re.findall(r"`((?:ANNOTATOR|PROMETHEUS)_\w+)`", table)) == asked.names
    assert len(asked.names) == len(fields(Settings))
