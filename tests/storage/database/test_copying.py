"""What is wrong with a damaged database is told a sentence at a time."""

import sqlite3
from contextlib import closing

from annotator.storage.database.copying import problems_of

PAGE = 4_096  # bytes


def _made(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA page_size = {PAGE}")
        database.execute(
            "CREATE TABLE claim (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"
        )
        words = ((number, f"Claim {number} {number % 7}") for number in range(3_000))
        database.executemany("INSERT INTO claim VALUES (?, ?)", words)
        database.commit()
    return path.read_bytes()


def test_a_whole_database_has_no_problems(tmp_path):
    _made(tmp_path / "whole.sqlite3")
    assert problems_of(tmp_path / "whole.sqlite3") == []


def test_each_problem_of_a_torn_page_is_one_line(tmp_path):
    path = tmp_path / "torn.sqlite3"
    whole = _made(path)
    found = []
    for end in range(2 * PAGE, len(whole) + 1, PAGE):
        path.write_bytes(whole[: end - PAGE // 2] + bytes(PAGE // 2) + whole[end:])
        found += problems_of(path)
    assert len(found) > 10
    assert [said for said in found if "\n" in said or not said or "***" in said] == []
