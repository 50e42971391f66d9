"""A moment is named in an address by a day, or by a time of it."""

from datetime import UTC, datetime

import pytest

from annotator.domain.errors import AddressError
from annotator.domain.input.moments import moment


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-05-01", datetime(2026, 5, 1, 23, 59, 59, 999999, UTC)),
        (" 2026-05-01 ", datetime(2026, 5, 1, 23, 59, 59, 999999, UTC)),
        ("2026-05-01T12:00", datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ("2026-05-01T12:00:30Z", datetime(2026, 5, 1, 12, 0, 30, tzinfo=UTC)),
        ("2026-05-01T14:00+02:00", datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ("2026-05-01T14:00 02:00", datetime(2026, 5, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_day_is_its_last_moment_and_a_time_is_utc_unless_it_says(text, found):
    assert moment("at", text) == found


@pytest.mark.parametrize(
    "text",
    ["", "spring", "2026", "2026-05", "2026-02-30", "0001-01-01T00:00+14:00", "१२३४"],
)
def test_anything_else_is_refused_with_the_name_of_the_field(text):
    with pytest.raises(AddressError, match=r"^at: .* is not a date") as refused:
        moment("at", text)
    assert refused.value.field == "at"
