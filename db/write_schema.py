"""Write db/schema.sql: the schema as the migrations make it, on SQLite."""

import tempfile
from pathlib import Path

from sqlalchemy import text

from annotator import paths
from annotator.storage.database.engine import make_engine
from annotator.storage.database.migrate import upgrade


def main() -> None:
    """Migrate an empty database and write down what it holds."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/new.sqlite3")
        with engine.begin() as connection:
            upgrade(connection, paths.MIGRATIONS)
            rows = connection.scalars(
                text(
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                    " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"
                )
            ).all()
        engine.dispose()
    schema = Path(__file__).with_name("schema.sql")
    schema.write_text("".join(f"{row};\n\n" for row in rows))


if __name__ == "__main__":
    main()
