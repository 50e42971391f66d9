"""Compress pages, scripts and data; pictures and PDFs are compressed already."""

from flask import Flask
from flask_compress import Compress

LEAST_BYTES = 1_000  # a shorter answer fits into one packet anyway


def init_app(app: Flask) -> None:
    """Compress each answer of a kind that gets smaller, as its browser accepts it."""
    app.config.update(
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        ],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIN_SIZE=LEAST_BYTES,
    )
    Compress(app)
