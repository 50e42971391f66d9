"""Two may start at once; whoever is told to stop finishes what it has begun."""

import signal
import sqlite3
import stat
import threading
import time

import pytest
from reliability.conftest import LIMIT, Client, hashes, put, until
from soak import figure
from sqlalchemy import text

from annotator.storage.database.engine import make_engine

pytestmark = pytest.mark.slow
ROUNDS = figure(ci=2, soak=20)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_servers_that_start_at_once_on_nothing_both_come_up(
    tmp_path, start, kind, request
):
    for number in range(ROUNDS):
        data = tmp_path / f"data-{number}"
        if kind == "postgresql":
            start.database_url = request.getfixturevalue("postgresql_server")
            _empty(start.database_url)
        both = [start("serve", "--port", "0", data=data) for _ in range(2)]
        for each in both:
            each.wait_for("Press Ctrl+C")
        assert sum("with the password" in each.said() for each in both) == 1
        key = (data / "secret-key").read_text()
        assert [each.end() for each in both] == [0, 0], both[0].said() + both[1].said()
        assert key == (data / "secret-key").read_text() != ""
    print(f"\n{ROUNDS} rounds of two first starts on {kind}: all came up")


def _empty(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_the_data_folder_is_closed_to_others(tmp_path, start):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    start("serve", "--port", "0").wait_for("Press Ctrl+C").end()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    open_to_others = [path for path in data.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_answers_what_was_asked(start, number):
    data = start.data
    start.load_sample()
    server = start("serve", "--port", "0").wait_for("Press Ctrl+C")
    client = Client(data)
    client.get_token(server.address)
    other = sqlite3.connect(data / "annotator.sqlite3", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(client.claim(server.address, "In flight."))
    )
    asking.start()
    time.sleep(1)  # so that it waits for the lock that we hold
    server.popen.send_signal(number)
    time.sleep(1)
    other.rollback()
    asking.join(LIMIT)
    began = time.monotonic()
    assert server.popen.wait(LIMIT) == 0, server.said()
    assert time.monotonic() - began < 30
    assert answers == [303]
    assert other.execute(
        "SELECT count(*) FROM claim WHERE text = 'In flight.'"
    ).fetchone() == (1,)


def test_a_worker_that_is_told_to_stop_gives_its_job_back(start):
    start.load_sample()
    with start.stores() as stores:
        for _ in range(20):
            put(stores, "reread", sha256=hashes(stores)[0])
    worker = start("worker").wait_for("Running background jobs")
    database = sqlite3.connect(start.data / "annotator.sqlite3")

    def running() -> int:
        found = "SELECT count(*) FROM job WHERE state = 'running' AND kind = 'reread'"
        return database.execute(found).fetchone()[0]

    until(running, "a job is taken")
    assert worker.end() == 0, worker.said()
    assert running() == 0
    counted = "SELECT max(attempts) FROM job WHERE state = 'waiting'"
    assert database.execute(counted).fetchone()[0] in (0, None)
    assert list((start.data / "workers").iterdir()) == []


def test_pages_under_gunicorn_with_two_workers(start, free_port):
    start.load_sample()
    client, address = Client(start.data), f"http://127.0.0.1:{free_port}"
    where = ["--bind", f"127.0.0.1:{free_port}", "annotator.wsgi:app"]
    server = start.run(["gunicorn", "--workers", "2", "--threads", "4", *where])

    def answers() -> bool:
        try:
            return client.ask(address, "/")[0] == 200
        except OSError:
            assert server.popen.poll() is None, server.said()
            return False

    until(answers, "gunicorn answers")
    client.get_token(address)
    statuses = []

    def ask(number):
        for page in ("/", "/search?q=amber", "/desk", "/desk/jobs"):
            statuses.append(client.ask(address, page)[0])
        assert client.claim(address, f"Claim {number}.") == 303

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    assert statuses == [200] * 32
    assert server.end() == 0, server.said()
