"""Answer with a table as CSV, which is safe in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from flask import Response

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # how spreadsheets tell formulas (OWASP)


def as_table(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], name: str
) -> Response:
    """Return rows as a CSV file called ``name``."""
    written = io.StringIO()
    table = csv.DictWriter(written, columns)
    table.writeheader()
    for row in rows:
        table.writerow({column: _cell(value) for column, value in row.items()})
    answer = Response(written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(value: object) -> str:
    """Return a value for a spreadsheet, which would run what looks like a formula.

    The values come from strangers' PDFs; numbers keep their sign.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    is_number = text.lstrip("+-").replace(".", "", 1).isdecimal()
    return text if is_number or not text.startswith(FORMULAS) else f"'{text}"
