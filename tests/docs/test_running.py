"""docs/running.md and its files agree with the program.

``make rehearse`` follows the page itself on a clean Debian; this asks what can be asked
without one.
"""

import re
import shlex
import tomllib
from collections import UserDict
from configparser import RawConfigParser

import click
import pytest
from running_page import PAGE, Block, blocks, unprinted

from annotator import paths
from annotator.cli import main
from annotator.cli.connections import Limits
from annotator.http.proxies import Proxies
from annotator.http.security import MAX_UPLOAD_BYTES
from annotator.jobs.worker import STOP_SECONDS
from annotator.settings import Settings

FOLDER = paths.ROOT / "docs" / "running"
TEXT = PAGE.read_text()
COMMANDS = [
    command
    for block in blocks(TEXT)
    for command in re.findall(r"^annotator .+", block.commands, re.MULTILINE)
] + re.findall(r"`(annotator [a-z].*?)`", TEXT)
SERVICES = ["annotator.service", "annotator-backup.service"]
PROGRAM = "/opt/annotator/current/bin/annotator"
# What the two services differ in: what they do, and how much they may take for it.
THEIR_OWN = {
    *("type", "execstart", "restart", "restartsec", "killmode", "killsignal"),
    *("timeoutstopsec", "memorymax", "tasksmax", "oompolicy", "nice"),
    *("ioschedulingclass", "readwritepaths"),
}


class _Names(UserDict[str, str]):
    """An environment that notes what it was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return default


def _settings_there_are():
    names = _Names()
    Settings.from_env(names)
    return {name for name in names.asked if name.startswith("ANNOTATOR_")}


def _environment(is_commented_too=False):
    lines = (FOLDER / "annotator.env").read_text().splitlines()
    lines = [line.lstrip("#") if is_commented_too else line for line in lines]
    pairs = [line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line)]
    return {name: "".join(shlex.split(value)) for name, value in pairs}


def _unit(name):
    """Return the sections of a unit; what is given twice has all its values."""
    values = {}
    section = ""
    for line in (FOLDER / name).read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            values.setdefault((section, key.lower()), []).append(value)
    RawConfigParser(strict=False).read(FOLDER / name)
    return values


def _service(name):
    unit = _unit(name)
    return {
        key: values for (section, key), values in unit.items() if section == "Service"
    }


def _parse(arguments):
    """Parse what is typed after “annotator” as the program does; run nothing."""
    command, context = main, click.Context(main)
    while isinstance(command, click.Group):
        name, *arguments = arguments
        assert name in command.commands, name
        command = command.commands[name]
    command.make_context(command.name, arguments, parent=context)


# The page


def test_the_page_has_blocks_for_each_way():
    ways = {"", "caddy", "postgresql", "by hand"}
    assert {block.which for block in blocks(TEXT)} == ways
    assert len(blocks(TEXT)) == len(re.findall(r"^```sh", TEXT, re.MULTILINE))


def test_every_file_that_the_page_names_is_there_and_every_file_is_named():
    named = set(re.findall(r"\]\(running/(\S+?)\)", TEXT))
    for block in blocks(TEXT):
        named |= set(re.findall(r"docs/running/([\w.*-]+)", block.commands))
    there = {file.name for file in FOLDER.iterdir() if file.is_file()}
    found = {file.name for name in named for file in FOLDER.glob(name)}
    assert all(list(FOLDER.glob(name)) for name in named)
    assert there - found == {"write_sbom.py"}  # `make sbom` runs it


def test_the_page_and_the_settings_file_name_every_setting_and_no_other():
    [table] = re.findall(r"(?ms)^## 2\. Settings\n(.*?)^## ", TEXT)
    in_table = set(re.findall(r"^\| `(ANNOTATOR_\w+)`", table, re.MULTILINE))
    there = _settings_there_are()
    assert in_table == there
    assert set(_environment(is_commented_too=True)) == there
    assert set(re.findall(r"ANNOTATOR_\w+", TEXT)) == there


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_the_page_names_can_be_typed(command):
    given = shlex.split(re.sub(r"\bNAME\b", "name", command))[1:]
    if command in {"annotator restore --name", "annotator backup"}:
        given = [*given, *(["x"] if "--name" in given else []), "folder"]
    _parse([part for part in given if part not in {";", "&&"}])


def test_the_readme_leads_to_the_page():
    assert "(docs/running.md)" in (paths.ROOT / "README.md").read_text()
    assert "(docs/running.md" in (paths.ROOT / "SECURITY.md").read_text()


def test_what_a_block_did_not_print_is_told():
    block = Block("", 1, "", "", ("Backup …: … files.", "ok"))
    assert unprinted(block, "noise\nBackup 1: 2 files.\n\nok\n") == []
    assert unprinted(block, "ok\nBackup 1: 2 files.\n") == ["ok"]
    assert unprinted(block, "Backup : 2 files.\nok\n") == ["Backup …: … files.", "ok"]


# The settings


def test_the_settings_are_those_of_a_public_site_behind_a_front():
    settings = Settings.from_env(_environment())
    assert settings.https
    assert settings.public_url == "https://cards.example.org"
    assert settings.trusted_hosts == ("cards.example.org", "127.0.0.1")
    assert Proxies(settings.trusted_proxies).has("127.0.0.1")


# The units


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_a_command_that_there_is(name):
    [command] = _service(name)["execstart"]
    program, *arguments = shlex.split(command)
    assert program == PROGRAM
    _parse(arguments)


def test_both_services_are_shut_in_alike():
    first, second = map(_service, SERVICES)
    assert {k: v for k, v in first.items() if k not in THEIR_OWN} == {
        k: v for k, v in second.items() if k not in THEIR_OWN
    }


@pytest.mark.parametrize("name", SERVICES)
def test_the_sandbox_of_pdfs_may_be_made_inside_the_unit(name):
    given = [value.split() for value in _service(name)["systemcallfilter"]]
    needed = {"seccomp", "landlock_create_ruleset", "landlock_restrict_self"}
    assert needed <= set(given[-1])  # after what is taken away


def test_the_server_has_time_to_stop_in_good_order():
    service = _service("annotator.service")
    assert service["killmode"] == ["mixed"]  # readers of PDFs are not told to end
    assert int(service["timeoutstopsec"][0]) > 2 * STOP_SECONDS
    assert service["oompolicy"] == ["continue"]  # one of them is lost, not the server


def test_the_data_folder_and_the_backups_are_those_of_the_page():
    data = _environment()["ANNOTATOR_DATA"]
    backup = _service("annotator-backup.service")
    assert f"/var/lib/{backup['statedirectory'][0]}" == data
    assert backup["execstart"] == [f"{PROGRAM} backup {backup['readwritepaths'][0]}"]
    assert f"annotator restore {backup['readwritepaths'][0]}\n" in TEXT


def test_the_timer_starts_the_backup_each_night():
    timer = _unit("annotator-backup.timer")
    assert timer["Timer", "oncalendar"] == ["*-*-* 03:20"]
    assert timer["Timer", "persistent"] == ["true"]
    assert (FOLDER / "annotator-backup.service").exists()


# The fronts


def test_nginx_lets_through_what_the_program_takes():
    told = (FOLDER / "nginx.conf").read_text()
    limits = Limits()
    sizes = [int(size) * 2**20 for size in re.findall(r"max_body_size (\d+)m;", told)]
    assert sizes == [2**20, limits.upload]
    assert limits.upload > MAX_UPLOAD_BYTES
    assert f"limit_conn annotator {limits.connections_of_client};" in told
    for name, seconds in [
        ("client_header_timeout", limits.header_time),
        ("client_body_timeout", limits.body_time),
        ("send_timeout", limits.sending_time),
        ("keepalive_timeout", limits.idle_time),
    ]:
        assert f" {name} {seconds:.0f}s;" in told


def test_caddy_lets_through_what_the_program_takes():
    told = (FOLDER / "Caddyfile").read_text()
    assert f"max_size {Limits().upload // 2**20}MiB" in told
    assert f"read_header {Limits().header_time:.0f}s" in told


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_front_hands_on_to_the_address_of_the_unit(name):
    [command] = _service("annotator.service")["execstart"]
    [host, port] = re.findall(r"--host (\S+) --port (\d+)", command)[0]
    assert f"{host}:{port}" in (FOLDER / name).read_text()


@pytest.mark.parametrize("header", ["For $remote_addr", "Host $host", "Proto $scheme"])
def test_nginx_says_itself_who_asks_and_for_what(header):
    told = (FOLDER / "nginx.conf").read_text()
    assert f"proxy_set_header X-Forwarded-{header};" in told


# What is installed


def _pins(lock):
    return set(re.findall(r"^([\w.-]+==[^\s;]+)", lock.read_text(), re.MULTILINE))


def test_a_server_gets_the_versions_that_were_tested():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())["project"]
    servers = _pins(FOLDER / "requirements.lock")
    assert servers < _pins(paths.ROOT / "requirements.lock")
    names = {pin.partition("==")[0] for pin in servers}
    asked = [*project["dependencies"], "hatchling", "onnxruntime", "psycopg"]
    assert {re.match(r"[\w-]+", name)[0] for name in asked} <= names


def test_the_image_has_what_the_wheel_is_made_of_and_starts_a_command():
    told = (FOLDER / "Containerfile").read_text()
    copied = " ".join(re.findall(r"^COPY (?!--)(.+) \S+$", told, re.MULTILINE)).split()
    files = {
        file.relative_to(paths.ROOT).as_posix()
        for name in copied
        for file in paths.ROOT.glob(name)
    }
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"]} <= files
    assert all(list(paths.ROOT.glob(name)) for name in copied)
    [arguments] = re.findall(r"^CMD \[(.+)\]", told, re.MULTILINE)
    _parse([part.strip('", ') for part in arguments.split(",")])
    assert f'ENTRYPOINT ["{PROGRAM}"]' in told
