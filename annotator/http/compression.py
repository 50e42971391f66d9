"""Compress pages, scripts and data; pictures and PDFs are compressed already."""

from flask import Flask
from flask_compress import Compress

KINDS = [
    "text/html",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/plain",
    "text/xml",
    "application/json",
    "application/ld+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
]
ALGORITHMS = ["br", "zstd", "gzip"]
LEAST_BYTES = 1_000  # a shorter answer fits into one packet anyway


def init_app(app: Flask) -> None:
    """Compress each answer of a kind that gets smaller, as its browser accepts it."""
    app.config.update(
        COMPRESS_MIMETYPES=KINDS,
        # The first that a browser accepts; files are sent piece by piece.
        COMPRESS_ALGORITHM=ALGORITHMS,
        COMPRESS_ALGORITHM_STREAMING=ALGORITHMS[:2],
        COMPRESS_MIN_SIZE=LEAST_BYTES,
    )
    Compress(app)
