"""The reader that looks: a real worker on pictures of pages, and false ones that lie."""

import sys
import time

import pdfs
import pytest

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.recognition.pictures import Picture
from annotator.pdf import child, limits, messages
from annotator.pdf.confinement import LAYERS
from annotator.pdf.sandbox import (
    Deadlines,
    NoRecogniser,
    OcrReader,
    PdfReader,
    recogniser_here,
)
from annotator.pdf.session import start_worker

pytestmark = pytest.mark.sandbox

LINE = "We saw it in 63 of 170 runs, that is 37.1 %."
WHITE = Picture(100, 48, bytes([255]) * 4800)
USUAL = Deadlines()
HELLO = "import sys; from annotator.pdf import messages as m; o = sys.stdout.buffer"


def _drawn(pdf: bytes, workers, *, clip=(68, 75, 400, 96), scale=3.0) -> Picture:
    with PdfReader(pdf, start=workers.start) as reader:
        return reader.grey(1, scale=scale, clip=clip)


def _lying(workers, *steps: str, deadlines: Deadlines = USUAL):
    """A reader whose worker greets and then does as the steps say."""
    source = "; ".join([HELLO, "o.write(m.frame(m.HELLO, b'[]')); o.flush()", *steps])
    start = workers.running(sys.executable, "-I", "-c", source)
    return OcrReader(start=start, deadlines=deadlines)


def _answering(workers):
    """How to start a worker that answers one picture with nothing."""
    answer = '{"text": "", "scores": []}'
    source = (
        f"{HELLO}; o.write(m.frame(m.HELLO, b'[]')); "
        f"o.write(m.frame(m.JSON, b'{answer}')); o.flush(); sys.stdin.read()"
    )
    return workers.running(sys.executable, "-I", "-c", source)


def _saying(workers, kind: bytes, content: bytes):
    answer = f"o.write(m.frame({kind!r}, {content!r})); o.flush(); sys.stdin.read()"
    return _lying(workers, answer)


def test_a_picture_of_a_line_is_read(workers, eyes):
    [found] = eyes.lines([_drawn(pdfs.text_pdf([LINE]), workers)])
    assert found.text.replace(" ", "") == LINE.replace(" ", "")
    assert len(found.scores) == len(found.text)
    assert min(found.scores) > 0.5


def test_an_empty_picture_says_nothing(eyes):
    assert eyes.lines([WHITE])[0].text == ""
    assert eyes.page(WHITE) == []


def test_a_page_is_read_line_by_line_with_the_place_of_each_word(workers, eyes):
    pdf = pdfs.text_pdf(["First line of words", "Second line of 42"])
    picture = _drawn(pdf, workers, clip=(0, 0, 612, 792), scale=2.0)
    first, second = eyes.page(picture)
    assert [word.text for word in first] == ["First", "line", "of", "words"]
    assert [word.text for word in second] == ["Second", "line", "of", "42"]
    lefts = [word.box[0] for word in first]
    assert lefts == sorted(lefts)
    assert first[0].box[3] < second[0].box[3]
    with PdfReader(pdf, start=workers.start) as reader:
        [exact] = [
            w for line in reader.page(1).lines for w in line.words if w.text == "42"
        ]
    for side, wanted in zip(second[3].box, exact.box, strict=True):
        assert abs(side / 2.0 - wanted) < 6  # points


@pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")
def test_its_worker_has_given_up_its_rights():
    started, layers = start_worker(lambda: child.Child(child.OCR), Deadlines())
    started.close()
    assert layers == LAYERS


def test_what_is_installed_here_is_taken(monkeypatch):
    assert isinstance(recogniser_here(), OcrReader)
    monkeypatch.setattr("annotator.pdf.ocr_reader.find_spec", lambda _name: None)
    assert isinstance(recogniser_here(), NoRecogniser)


def test_without_one_nothing_is_read():
    nobody = NoRecogniser()
    assert nobody.name == ""
    assert [found.text for found in nobody.lines([WHITE])] == [""]
    assert nobody.page(WHITE) == []
    nobody.close()


@pytest.mark.parametrize(
    "content",
    [
        b"nonsense",
        b'{"text": "a"}',
        b'{"text": "a", "scores": []}',
        b'{"text": "a", "scores": [2]}',
        b'{"text": "\\u0000", "scores": [1]}',
        b'{"text": 7, "scores": [1]}',
        b"[]",
    ],
)
def test_a_worker_that_lies_about_a_line_is_not_believed(workers, content):
    reader = _saying(workers, messages.JSON, content)
    with pytest.raises(UnreadablePdfError) as caught:
        reader.lines([WHITE])
    reader.close()
    assert caught.value.problem is PdfProblem.NONSENSE


@pytest.mark.parametrize(
    "content", [b"{}", b"[[7]]", b'[[["a", 1]]]', b'[[["a", 9, [0, 0, 1, 1]]]]']
)
def test_a_worker_that_lies_about_a_page_is_not_believed(workers, content):
    reader = _saying(workers, messages.JSON, content)
    with pytest.raises(UnreadablePdfError) as caught:
        reader.page(WHITE)
    reader.close()
    assert caught.value.problem is PdfProblem.NONSENSE


def test_a_worker_that_hangs_is_stopped(workers):
    soon = Deadlines(request=0.5, patience=1)
    reader = _lying(workers, "sys.stdin.read()", deadlines=soon)
    with pytest.raises(UnreadablePdfError) as caught:
        reader.lines([WHITE])
    assert caught.value.problem is PdfProblem.TOO_SLOW


def test_after_a_failure_another_worker_is_started(workers):
    started = []

    def start():
        started.append(workers.running(sys.executable, "-I", "-c", "pass")())
        return started[-1]

    reader = OcrReader(start=start)
    for _ in range(2):
        with pytest.raises(UnreadablePdfError):
            reader.lines([WHITE])
    assert len(started) == 2


def test_a_worker_that_has_done_much_work_is_replaced(workers, monkeypatch):
    started = []

    def start():
        started.append(_answering(workers)())
        return started[-1]

    reader = OcrReader(start=start)
    reader.lines([WHITE])
    monkeypatch.setattr(limits, "RETIRE_SECONDS", -1.0)
    reader.lines([WHITE])
    reader.close()
    assert len(started) == 2


def test_a_worker_without_work_is_stopped_and_started_again(workers):
    started = []

    def start():
        started.append(_answering(workers)())
        return started[-1]

    reader = OcrReader(start=start, idle_seconds=0.05)
    reader.lines([WHITE])
    until = time.monotonic() + 60
    while reader.is_running and time.monotonic() < until:
        time.sleep(0.02)
    assert not reader.is_running
    reader.lines([WHITE])
    reader.close()
    assert len(started) == 2
