"""A clean Debian with systemd in namespaces of its own; needs root, and Debian or Ubuntu.

It shares the network with this machine: what listens in it listens here.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

PACKAGES = ("systemd", "systemd-sysv", "dbus", "ca-certificates")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
GROUP = "annotator-rehearsal"  # control group, of every hierarchy there is

# Control groups, /proc, /dev and /run as systemd wants to find them; then it is begun.
BOOT = r"""
set -e
root=$1 group=$2
grep -E ' cgroup2? ' /proc/mounts | while read -r what place rest; do
  mkdir -p "$place/$group"
  for file in cpuset.cpus cpuset.mems; do
    if [ -e "$place/$file" ]; then cat "$place/$file" > "$place/$group/$file"; fi
  done
  echo $$ > "$place/$group/cgroup.procs"
done
exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup \
  --propagation private bash -ec '
root=$0
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
if [ "$(stat -f -c %T /sys/fs/cgroup)" = tmpfs ]; then
  mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
fi
grep -E " cgroup2? " /proc/mounts | while read -r what place type options rest; do
  mkdir -p "$root$place"
  if [ "$type" = cgroup2 ]; then options=rw; fi
  mount -t "$type" -o "${options#rw,relatime,}" "$type" "$root$place"
done
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/.host"
cd "$root"
pivot_root . .host
umount -l /.host
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
' "$root"
"""
ENVIRONMENT = (
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/root",
    "LANG=C.UTF-8",
    "DEBIAN_FRONTEND=noninteractive",
)


class FailedError(Exception):
    """Something on the page does not do what the page says."""


def make(archive: Path) -> None:
    """Write a clean Debian 12 to a tar archive."""
    if not shutil.which("mmdebstrap"):
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run([*apt, "mmdebstrap"], check=True)
    included = f"--include={','.join(PACKAGES)}"
    made = ["mmdebstrap", "--quiet", "--variant=minbase", included, "bookworm"]
    subprocess.run([*made, archive, "http://deb.debian.org/debian"], check=True)


class CleanDebian:
    """A Debian in a folder that runs for as long as the block does."""

    def __init__(self, root: Path, *, names: str) -> None:
        """Give it the network of this machine; ``names`` lead to itself."""
        self.root = root
        self._write("etc/resolv.conf", Path("/etc/resolv.conf").read_text())
        self._write(
            "etc/hosts", f"127.0.0.1 localhost {names}\n::1 localhost {names}\n"
        )
        self._write("etc/hostname", "clean\n")
        # The network may show certificates of its own, as those of offices do.
        shutil.copy(CERTIFICATES, root / "usr/local/share/ca-certificates/here.crt")
        shutil.copy(CERTIFICATES, root / str(CERTIFICATES).lstrip("/"))
        self._write("etc/pip.conf", f"[global]\ncert = {CERTIFICATES}\ntimeout = 180\n")

    def _write(self, name: str, text: str) -> None:
        path = self.root / name
        path.unlink(missing_ok=True)
        path.write_text(text)

    def __enter__(self) -> Self:
        self._outer = subprocess.Popen(
            ["bash", "-c", BOOT, "boot", self.root, GROUP],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 120
        # “degraded”: something of Debian's own does not work in namespaces.
        is_up = ("running", "degraded")
        while self.asked("systemctl", "is-system-running").strip() not in is_up:
            if time.monotonic() > until or self._outer.poll() is not None:
                self.__exit__()
                raise FailedError("The clean Debian did not start.")
            time.sleep(0.5)
        return self

    def __exit__(self, *raised: object) -> None:
        self._outer.send_signal(signal.SIGKILL)  # and with it all that it began
        self._outer.wait()
        time.sleep(1)
        for mount in Path("/proc/mounts").read_text().splitlines():
            _, place, kind, *_ = mount.split()
            if kind in {"cgroup", "cgroup2"}:
                _remove_groups(Path(place) / GROUP)

    def command(self, *command: str) -> list[str]:
        """Return what runs a command in it, as root."""
        children = Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children")
        inner = children.read_text().split() if self._outer.poll() is None else []
        inside = ["nsenter", "--target", inner[0] if inner else "0", "--all"]
        return [*inside, "env", "-i", *ENVIRONMENT, *command]

    def asked(self, *command: str) -> str:
        """Return what a command prints, whether it fails or not."""
        done = subprocess.run(
            self.command(*command), capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    def told(self, *command: str) -> str:
        """Return what a command prints; raise FailedError if it fails."""
        done = subprocess.run(
            self.command(*command), capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = done.stdout + done.stderr
            raise FailedError(f"{' '.join(command)} exited {done.returncode}:\n{said}")
        return done.stdout


class Shell:
    """A shell of root's in a clean Debian: what one block sets, the next one has."""

    def __init__(self, debian: CleanDebian) -> None:
        self._script = debian.root / "root" / "block.sh"
        self._process = subprocess.Popen(
            debian.command("bash", "--norc", "-e"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, commands: str) -> str:
        """Run commands, and return what they print; raise FailedError if one fails."""
        done = f"done {os.urandom(8).hex()}"
        self._script.write_text(commands)
        assert self._process.stdin
        assert self._process.stdout
        told = f". /root/block.sh < /dev/null\nprintf '\\n%s\\n' '{done}'\n"
        self._process.stdin.write(told)
        self._process.stdin.flush()
        said = ""
        for line in self._process.stdout:
            if line.strip() == done:
                return said
            said += line
        raise FailedError(f"A command failed:\n{said[-3000:]}")


def say(what: str) -> None:
    """Print a line at once."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)


def expect(what: str, is_so: bool, otherwise: str = "") -> None:
    """Say what was seen; raise FailedError if it is not so."""
    if not is_so:
        raise FailedError(f"Not so: {what}\n{otherwise[-3000:]}")
    say(f"  {what}")


def _remove_groups(group: Path) -> None:
    """Remove a control group with those in it, once nothing runs in them."""
    for folder, _, _ in os.walk(group, topdown=False):
        Path(folder).rmdir()
