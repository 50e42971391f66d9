"""Follow docs/running.md word by word on a clean Debian, and see that it is as it says.

``make rehearse`` runs it: as root, on Debian or Ubuntu, with ports 80, 443 and 8000 free.
It makes a Debian 12 with systemd in namespaces of its own, types every block of the page
into one shell, compares what is printed, and looks at what the page promises meanwhile:
the sandbox inside the unit, the front from outside, the data after each way back.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from clean_debian import CleanDebian, FailedError, Shell, expect, make, say
from rehearsed_front import NAME, Front
from running_page import PAGE, Block, blocks, unprinted

ROOT = Path(__file__).parents[1]
SOURCE = "usr/local/src/annotator"
UNITS = ("annotator.service", "annotator-backup.service", "annotator-backup.timer")
CERTIFICATE = "/etc/ssl/annotator/cert.pem"
CADDYS = "/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
LAYERS = 5  # of the sandbox
EXPOSED_AT_MOST = "2.5"  # of 10, as systemd-analyze security counts

# What a newer release has and the one that runs has not.
MIGRATION = '''"""Of the rehearsal: what a newer version would bring."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "rehearsal", "{head}"


def upgrade() -> None:
    op.create_table("rehearsal", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("rehearsal")
'''
# Run with the rights of the unit, and the address of this machine in its network.
SHUT_IN = """
import pathlib, socket, sys
try:
    socket.socket(type=socket.SOCK_DGRAM).sendto(b"", (sys.argv[1], 9))
except PermissionError:
    print("refused: to speak with", sys.argv[1])
for place in ("/etc/x", "/opt/annotator/x", "/var/backups/annotator/x", "/usr/x"):
    try:
        pathlib.Path(place).write_text("")
    except OSError as error:
        print("refused:", place, error.strerror)
"""


class Rehearsal:
    """The page, followed on one clean Debian."""

    def __init__(self, debian: CleanDebian) -> None:
        self.debian = debian
        self.shell = Shell(debian)
        self.front = Front(debian, CERTIFICATE)
        self.password = ""
        self.was = ""  # the scorecard that readers saw

    def run(self) -> None:
        """Follow the page; raise FailedError where it is wrong."""
        looks: dict[tuple[str, int], Callable[[str], None]] = {
            ("2. Settings", 1): self._keep_password,
            ("3. The service", 0): self._look_at_unit,
            ("4. The front", 0): self._look_at_nginx,
            ("5. Backups, and the way back", 1): self._look_again,
            ("6. Upgrades", 0): self._look_at_upgrade,
            ("6. Upgrades", 1): self._look_at_way_back,
        }
        count: dict[str, int] = {}
        todo = blocks(PAGE.read_text())
        for block in [b for b in todo if not b.which]:
            if block.section == "6. Upgrades" and block.section not in count:
                self._get_newer_source()
            printed = self._follow(block)
            at = count.get(block.section, 0)
            count[block.section] = at + 1
            if look := looks.pop((block.section, at), None):
                look(printed)
        if looks:
            raise FailedError(f"The page has no longer: {', '.join(map(str, looks))}")
        self._look_at_caddy([b for b in todo if b.which == "caddy"])
        self._look_at_ends()
        self._look_at_postgresql([b for b in todo if b.which == "postgresql"])
        for block in [b for b in todo if b.which == "by hand"]:
            say(f"not followed (line {block.line}): {block.commands.split()[0]} …")

    def _follow(self, block: Block) -> str:
        began = time.monotonic()
        printed = self.shell.run(block.commands)
        if missing := unprinted(block, printed):
            raise FailedError(f"Line {block.line}: not printed: {missing}\n{printed}")
        say(f"{block.section} (line {block.line}): {time.monotonic() - began:.0f} s")
        return printed

    # What is promised of the unit

    def _keep_password(self, printed: str) -> None:
        [self.password] = re.findall(r"Password \(shown only once\): (\S+)", printed)

    def _look_at_unit(self, _: str) -> None:
        places = [f"/etc/systemd/system/{unit}" for unit in UNITS]
        said = self.debian.told("systemd-analyze", "verify", *places)
        expect("systemd-analyze verify says nothing", not said.strip(), said)
        for unit in UNITS[:2]:
            said = self.debian.told("systemd-analyze", "security", "--no-pager", unit)
            [level] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said)
            is_low = float(level) <= float(EXPOSED_AT_MOST)
            expect(f"{unit} is exposed {level} of 10", is_low, said)
        status = self.debian.told("cat", f"/proc/{self._server()}/status")
        for line in ("NoNewPrivs:\t1", "Seccomp:\t2", f"CapBnd:\t{'0' * 16}"):
            expect(f"the server has {line.split()}", line in status, status)
        said = self._in_the_unit("/opt/annotator/current/bin/annotator doctor")
        expect("every layer holds in the unit", said.count("on ") == LAYERS, said)
        (self.debian.root / "var/lib/shut_in.py").write_text(SHUT_IN)
        [address, *_] = self.debian.told("hostname", "-I").split()
        python = "/opt/annotator/current/bin/python"
        said = self._in_the_unit(f"{python} /var/lib/shut_in.py {address}")
        expect("it reaches nobody and writes nowhere", said.count("refused") == 5, said)

    def _server(self) -> str:
        """Return the number of the server's process."""
        asked = ("--property=MainPID", "--value", "annotator")
        return self.debian.told("systemctl", "show", *asked).strip()

    def _in_the_unit(self, command: str) -> str:
        """Return what a command prints under the restrictions of annotator.service."""
        unit = (ROOT / "docs/running/annotator.service").read_text()
        unit = re.sub(r"(?m)^ExecStart=.*", f"ExecStart={command}", unit)
        unit = re.sub(r"(?m)^Type=.*", "Type=oneshot", unit)
        unit = re.sub(r"(?m)^Restart.*\n", "", unit)
        (self.debian.root / "etc/systemd/system/probe.service").write_text(unit)
        self.debian.told("systemctl", "daemon-reload")
        since = self.debian.told("date", "+%s").strip()
        self.debian.asked("systemctl", "start", "probe")
        time.sleep(1)
        self.debian.told("journalctl", "--sync")
        return self.debian.told(
            "journalctl", "-u", "probe", "-o", "cat", "--since", f"@{since}"
        )

    def _look_at_nginx(self, _: str) -> None:
        challenge = self.debian.root / "var/www/html/.well-known/acme-challenge"
        challenge.mkdir(parents=True)
        (challenge / "token").write_text("as asked\n")
        _, said = self.front.curl(f"http://{NAME}/.well-known/acme-challenge/token")
        expect("the certificate's challenge is answered", "as asked" in said, said)
        self.front.look()
        self.front.upload("ada", self.password)
        self.shell.run("annotator demo --no-serve > /dev/null")
        self.was = self.front.scorecard()

    # What is promised of the data

    def _look_again(self, _: str) -> None:
        expect("what was published is back", self.front.scorecard() == self.was)
        status, _ = self.front.as_person("/desk/intake/uploads/1")
        expect("who was signed in is so still", status == 200)

    def _get_newer_source(self) -> None:
        folder = self.debian.root / SOURCE / "db/migrations/versions"
        found = [file.read_text() for file in folder.glob("*.py")]
        ids = [re.findall(r'(?m)^revision.*?= "(\w+)"', text) for text in found]
        downs = " ".join(
            " ".join(re.findall(r"(?m)^down_revision.*", text)) for text in found
        )
        [self.head] = [i for [i] in ids if f'"{i}"' not in downs]
        (folder / "9999_rehearsal.py").write_text(MIGRATION.format(head=self.head))

    def _revision(self) -> str:
        ask = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('select * from alembic_version').fetchone())"
        path = "/var/lib/annotator/annotator.sqlite3"
        return self.debian.told("python3", "-c", ask, path).strip()

    def _look_at_upgrade(self, _: str) -> None:
        expect("the database was migrated", self._revision() == "rehearsal")
        copies = self.debian.told("ls", "/var/lib/annotator/before-migration").split()
        expect("and copied before", copies == [f"{self.head}.sqlite3"], str(copies))
        expect("readers see the same", self.front.scorecard() == self.was)

    def _look_at_way_back(self, _: str) -> None:
        expect("the database is the older one", self._revision() == self.head)
        expect("readers see what they saw", self.front.scorecard() == self.was)

    # Caddy, and how it ends

    def _look_at_caddy(self, todo: list[Block]) -> None:
        self.debian.told("systemctl", "disable", "--now", "nginx")
        file = self.debian.root / SOURCE / "docs/running/Caddyfile"
        file.write_text(file.read_text().replace("#tls internal", "tls internal"))
        for block in todo:
            self._follow(block)
        self.front.certificate = CADDYS
        until = time.monotonic() + 60
        while not self.debian.asked("ls", CADDYS).startswith(CADDYS):
            if time.monotonic() > until:
                raise FailedError(self.debian.asked("journalctl", "-u", "caddy"))
            time.sleep(1)
        time.sleep(1)
        self.front.look()
        expect("readers see the same", self.front.scorecard() == self.was)

    def _look_at_ends(self) -> None:
        self.debian.told("sh", "-c", f"kill -KILL {self._server()}")
        until = time.monotonic() + 90
        while self.front.curl(f"https://{NAME}/readyz")[0] != 200:
            if time.monotonic() > until:
                raise FailedError("A killed server is not started again.")
            time.sleep(1)
        say("  a killed server is started again")
        unit = ("--property=MemoryPeak,MemoryCurrent,Result", "annotator")
        say(" ".join(self.debian.told("systemctl", "show", *unit).split()))
        began = time.monotonic()
        self.debian.told("systemctl", "stop", "annotator")
        took = time.monotonic() - began
        said = self.debian.told("systemctl", "show", "--property=Result", "annotator")
        expect(f"it stops in good order ({took:.1f} s)", "success" in said, said)
        self.front.look_while_away()
        log = self.debian.told(
            "journalctl", "-u", "annotator", "-o", "cat", "--no-pager"
        )
        expect("there is no traceback in the log", "Traceback" not in log, log[-3000:])
        failed = self.debian.asked(
            *("systemctl", "list-units", "--failed", "--plain", "--no-legend"),
            *("annotator*", "nginx", "caddy"),
        )
        expect("nothing has failed", not failed.strip(), failed)

    def _look_at_postgresql(self, todo: list[Block]) -> None:
        """Begin a new site: nothing may be stored yet."""
        self.debian.told("systemctl", "stop", "annotator")
        self.debian.told("find", "/var/lib/annotator", "-mindepth", "1", "-delete")
        for block in todo:
            self._follow(block)
        status, said = self.front.curl(f"https://{NAME}/readyz")
        expect("with PostgreSQL it is ready too", status == 200, said)
        kept = self.debian.told("ls", "/var/backups/annotator")
        expect("and is backed up", {"database", "files"} <= set(kept.split()), kept)


def copy_source(root: Path) -> None:
    """Put this checkout where the page expects it, with what is not committed yet."""
    target = root / SOURCE
    target.mkdir(parents=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def main() -> None:
    """Follow the page; exit with 1 if it is wrong."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--base", type=Path, help="a tar of a clean Debian; kept")
    base = given.parse_args().base
    with tempfile.TemporaryDirectory(prefix="annotator-rehearsal-") as folder:
        archive = base or Path(folder) / "debian.tar"
        if not archive.exists():
            say("making a clean Debian 12")
            make(archive)
        root = Path(folder) / "root"
        root.mkdir()
        subprocess.run(["tar", "-C", root, "-xf", archive], check=True)
        copy_source(root)
        try:
            with CleanDebian(root, names=NAME) as debian:
                Rehearsal(debian).run()
        except FailedError as error:
            sys.exit(f"docs/running.md is wrong.\n{error}")
    say("The page was followed, and is as it says.")


if __name__ == "__main__":
    main()
