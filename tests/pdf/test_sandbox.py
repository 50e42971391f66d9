"""Real workers on good and hostile files, and false workers that lie, hang and die."""

import contextlib
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pdfs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import NotFoundError, UnreadablePdfError
from annotator.pdf import limits, messages
from annotator.pdf.child import Child
from annotator.pdf.confinement import LAYERS
from annotator.pdf.sandbox import Deadlines, PdfReader

pytestmark = pytest.mark.sandbox

A_PDF = pdfs.text_pdf(["Hello there"], ["Second page"], title="A card")
USUAL = Deadlines()
SOON = Deadlines(start=10, request=0.5, patience=1)


def read_everything(pdf: bytes, workers, deadlines: Deadlines = USUAL) -> None:
    with PdfReader(pdf, start=workers.start, deadlines=deadlines) as reader:
        reader.facts()
        for number in range(1, reader.page_count + 1):
            reader.page(number)
            reader.image(number, scale=1)


def problem_of(error: pytest.ExceptionInfo[UnreadablePdfError]) -> str:
    return error.value.problem.name


# Good files


def test_a_reader_gives_facts_pages_and_images(workers):
    with PdfReader(A_PDF, start=workers.start) as reader:
        assert reader.layers == LAYERS
        assert reader.facts().title == "A card"
        assert reader.facts().page_count == 2
        assert reader.page(2).lines[0].words[0].text == "Second"
        assert reader.image(1, scale=2).startswith(b"\x89PNG")
        clip, marks = (70, 80, 120, 95), [(72, 80, 100, 90)]
        crop = reader.image(1, scale=2, clip=clip, marks=marks)
        assert crop != reader.image(1, scale=2, clip=clip)


def test_many_threads_may_use_one_reader(workers):
    def first_word(number: int) -> str:
        return reader.page(1 + number % 2).lines[0].words[0].text

    with (
        PdfReader(A_PDF, start=workers.start) as reader,
        ThreadPoolExecutor(4) as threads,
    ):
        words = list(threads.map(first_word, range(40)))
    assert words == ["Hello", "Second"] * 20


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_not_asked_for(workers, number):
    with PdfReader(A_PDF, start=workers.start) as reader:
        with pytest.raises(NotFoundError):
            reader.page(number)
        assert reader.page(1).number == 1


@pytest.mark.parametrize("scale", [0, -1, 21, float("nan")])
def test_a_scale_that_makes_no_sense_is_a_mistake_of_ours(workers, scale):
    with (
        PdfReader(A_PDF, start=workers.start) as reader,
        pytest.raises(ValueError, match="scale"),
    ):
        reader.image(1, scale=scale)


# Hostile files


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (b"", "EMPTY"),
        (pdfs.html_named_pdf(), "NOT_A_PDF"),
        (b" " * limits.HEADER_BYTES + A_PDF, "NOT_A_PDF"),
        (pdfs.html_that_says_pdf(), "DAMAGED"),
        (pdfs.damaged(), "DAMAGED"),
        (A_PDF[:200], "DAMAGED"),
        (pdfs.cyclic_page_tree(), "DAMAGED"),
        (pdfs.encrypted("secret"), "ENCRYPTED"),
        (pdfs.zero_pages(), "NO_PAGES"),
        (pdfs.many_pages(limits.PAGES + 1), "TOO_MANY_PAGES"),
        (pdfs.media_box(20_000), "TOO_BIG_A_PAGE"),
        (pdfs.media_box(1e9), "TOO_BIG_A_PAGE"),
    ],
)
def test_each_bad_file_has_its_own_problem(pdf, problem, workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(pdf, workers)
    assert problem_of(error) == problem


def test_a_file_that_is_too_large_is_refused_before_a_worker_starts(workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(b"%PDF-1.7" + bytes(limits.FILE_BYTES), workers)
    assert problem_of(error) == "TOO_LARGE"
    assert workers.pids == []


@pytest.mark.parametrize(
    "pdf",
    [
        pdfs.with_actions(),
        pdfs.scan(),
        pdfs.deep_outline(20_000),
        pdfs.media_box(14_400),
    ],
)
def test_odd_files_are_read_all_the_same(pdf, workers):
    read_everything(pdf, workers)


def test_a_page_that_takes_for_ever_is_given_up(workers):
    deadlines = Deadlines(request=0.5)
    with PdfReader(
        pdfs.slow_to_draw(), start=workers.start, deadlines=deadlines
    ) as reader:
        before = reader.seconds
        with pytest.raises(UnreadablePdfError) as error:
            reader.image(1, scale=1)
    assert problem_of(error) == "TOO_SLOW"
    assert reader.seconds - before < 2


@pytest.mark.slow
def test_a_page_that_takes_all_memory_is_given_up(workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(pdfs.greedy_to_draw(), workers)
    assert problem_of(error) == "TOO_MUCH_MEMORY"


def test_an_outline_deep_enough_to_crash_the_worker_harms_nobody_else(workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(pdfs.deep_outline(300_000), workers)
    assert problem_of(error) == "CRASHED"


def test_a_damaged_page_does_not_spoil_the_others(workers):
    with PdfReader(pdfs.cyclic_page_tree(), start=workers.start) as reader:
        with pytest.raises(UnreadablePdfError):
            reader.page(2)
        assert not reader.failed
        assert reader.page(1).number == 1


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=2_000),
    st.integers(0, len(A_PDF)),
    st.integers(0, 2_000),
)
def test_random_bytes_in_a_pdf_raise_nothing_else(workers, noise, start, length):
    pdf = A_PDF[:start] + noise + A_PDF[start + length :]
    with contextlib.suppress(UnreadablePdfError):
        read_everything(pdf, workers)


# False workers


def outcome(start) -> str:
    """Return the name of the problem with a page that this worker answers for."""
    with PdfReader(A_PDF, start=start, deadlines=SOON) as reader:
        with pytest.raises(UnreadablePdfError) as error:
            reader.page(1)
        assert reader.failed
        with pytest.raises(UnreadablePdfError) as again:
            reader.page(2)
    assert problem_of(again) == problem_of(error)
    return problem_of(error)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (messages.JSON, b"not json"),
        (messages.JSON, b"{}"),
        (messages.PNG, b"an image, though words were asked for"),
        (messages.HELLO, b"[]"),
        (b"?", b""),
        (messages.PROBLEM, b"words that a PDF chose"),
    ],
)
def test_nonsense_is_not_believed(workers, kind, content):
    assert outcome(workers.saying(kind, content)) == "NONSENSE"


def test_an_answer_that_claims_to_be_huge_is_not_read(workers):
    claim = messages.HEADER.pack(messages.JSON, limits.ANSWER_BYTES + 1)
    step = f"sys.stdout.buffer.write({claim!r}); sys.stdout.buffer.flush(); hear()"
    assert outcome(workers.acting("hear()", step)) == "NONSENSE"


@pytest.mark.parametrize(
    ("death", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "CRASHED"),
        ("os.kill(os.getpid(), signal.SIGABRT)", "TOO_MUCH_MEMORY"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "TOO_MUCH_MEMORY"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "TOO_SLOW"),
        ("os.kill(os.getpid(), signal.SIGPROF)", "TOO_SLOW"),
        ("os._exit(0)", "NONSENSE"),
        ("say(messages.JSON, b'[')  # and leave", "NONSENSE"),
        ("time.sleep(60)", "TOO_SLOW"),
        ("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)", "TOO_SLOW"),
        ("os.close(0); time.sleep(60)", "TOO_SLOW"),
        ("os.fork(); time.sleep(60)", "TOO_SLOW"),
        (
            "sys.stdout.buffer.write(b'J'); sys.stdout.flush(); time.sleep(60)",
            "TOO_SLOW",
        ),
    ],
)
def test_every_way_to_die_or_hang_has_its_problem(workers, death, problem):
    assert outcome(workers.acting("hear()", death)) == problem


def test_a_worker_that_never_greets_is_given_up(workers):
    deaf = workers.running("/bin/sleep", "60")
    with pytest.raises(UnreadablePdfError) as error:
        PdfReader(A_PDF, start=deaf, deadlines=Deadlines(start=0.02))
    assert problem_of(error) == "NO_READER"


def test_a_worker_that_cannot_be_started_is_not_the_files_fault():
    with pytest.raises(UnreadablePdfError) as error:
        PdfReader(A_PDF, start=lambda: Child(("/no/such/python",)))
    assert problem_of(error) == "NO_READER"


# A busy machine, and who is slow on any


@contextlib.contextmanager
def stopped(pid: int, *, seconds: float):
    """Keep a process from running for a while, as a busy machine does."""
    os.kill(pid, signal.SIGSTOP)
    timer = threading.Timer(seconds, os.kill, (pid, signal.SIGCONT))
    timer.start()
    yield
    timer.join()


def test_a_worker_that_waits_long_for_its_turn_still_answers(workers):
    deadlines = Deadlines(request=0.5, document=0.7)
    with PdfReader(A_PDF, start=workers.start, deadlines=deadlines) as reader:
        began = time.monotonic()
        with stopped(workers.pids[0], seconds=1):
            assert reader.page(2).lines[0].words[0].text == "Second"
        assert time.monotonic() - began >= 1
        assert reader.seconds < 0.5


def test_so_does_one_that_waits_long_before_it_can_start(workers):
    def start() -> Child:
        child = workers.acting("hear()")()
        starved.enter_context(stopped(child.pid, seconds=1.5))
        return child

    deadlines = Deadlines(start=1)
    with (
        contextlib.ExitStack() as starved,
        PdfReader(A_PDF, start=start, deadlines=deadlines) as reader,
    ):
        assert reader.page_count == 3


def test_a_worker_that_works_for_ever_is_stopped_by_what_it_has_worked(workers):
    busy = workers.acting("hear()", "while True: pass")
    deadlines = Deadlines(request=0.5, patience=1_000)
    with PdfReader(A_PDF, start=busy, deadlines=deadlines) as reader:
        with pytest.raises(UnreadablePdfError) as error:
            reader.page(1)
        assert reader.failed
    assert problem_of(error) == "TOO_SLOW"
    assert 0.5 <= reader.seconds < 2


def test_a_worker_that_sleeps_is_stopped_by_the_clock(workers):
    idle = workers.acting("hear()", "time.sleep(60)")
    deadlines = Deadlines(request=0.2, patience=5)
    with PdfReader(A_PDF, start=idle, deadlines=deadlines) as reader:
        began = time.monotonic()
        with pytest.raises(UnreadablePdfError) as error:
            reader.page(1)
        assert reader.failed
    assert problem_of(error) == "TOO_SLOW"
    assert reader.seconds < 0.2
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("pass_time", "deadlines"),
    [
        ("work(0.2)", Deadlines(request=5, document=0.5)),
        ("time.sleep(0.3)", Deadlines(request=5, document=0.1)),
    ],
)
def test_the_time_for_a_document_is_that_of_all_its_requests(
    workers, pass_time, deadlines
):
    slow = workers.acting(f"while hear(): {pass_time}; say(b'E', b'DAMAGED')")
    with PdfReader(A_PDF, start=slow, deadlines=deadlines) as reader:
        problems = []
        for _ in range(4):
            with pytest.raises(UnreadablePdfError) as error:
                reader.page(1)
            problems.append(problem_of(error))
    assert problems[0] == "DAMAGED"
    assert problems[-1] == "TOO_SLOW"


def test_closing_a_reader_frees_whoever_waits_for_it(workers):
    hanging = workers.acting("time.sleep(60)")
    reader = PdfReader(A_PDF, start=hanging)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(reader.page, 1)
        time.sleep(0.2)
        reader.close()
        with pytest.raises(UnreadablePdfError):
            waiting.result(timeout=limits.REQUEST_SECONDS / 2)
