"""Logs are one object or one line a record, and say what they belong to."""

import io
import json
import logging

import pytest

from annotator import logs
from annotator.domain.errors import InvalidError

log = logging.getLogger("annotator.something")


@pytest.fixture
def written(request):
    """Configure logs in the form that a test asks for; give back what is written."""
    loggers = [logging.getLogger(), logging.getLogger("annotator")]
    before = [(logger, logger.handlers[:], logger.level) for logger in loggers]
    stream = io.StringIO()
    logs.configure(request.param, stream)
    yield lambda: stream.getvalue().splitlines()
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.mark.parametrize("written", [logs.JSON], indirect=True)
def test_a_json_log_has_an_object_a_line_with_the_request_and_the_job(written):
    request, job = logs.request_id.set("abc12345"), logs.job_id.set("7")
    log.info("GET %s", "/claims/“safe”\nERROR forged", extra={"status": 200})
    logs.request_id.reset(request)
    logs.job_id.reset(job)
    log.error("it failed", exc_info=ValueError("torn"))
    first, second = map(json.loads, written())
    assert first["message"] == "GET /claims/“safe”\nERROR forged"
    assert (first["level"], first["status"]) == ("INFO", 200)
    assert (first["request"], first["job"]) == ("abc12345", "7")
    assert first["time"].endswith("+00:00")
    assert "ValueError: torn" in second["traceback"]
    assert "request" not in second


@pytest.mark.parametrize("written", [logs.TEXT], indirect=True)
def test_a_text_log_has_warnings_and_nobody_can_forge_a_line(written):
    token = logs.request_id.set("abc12345")
    log.info("GET /")
    log.warning("%s cannot be read", "a.pdf\n2026-01-01 ERROR forged")
    logs.request_id.reset(token)
    [line] = written()
    assert "WARNING a.pdf\\n2026-01-01 ERROR forged cannot be read" in line
    assert line.endswith("[request abc12345]")


def test_an_unknown_form_is_refused_with_the_name_of_the_setting():
    with pytest.raises(InvalidError, match=r"ANNOTATOR_LOG.*“xml”.*“text” or “json”"):
        logs.configure("xml")
