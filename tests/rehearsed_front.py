"""What docs/running.md promises of a front, asked of it from outside by curl."""

import re
import time
from pathlib import Path

from clean_debian import CleanDebian, expect

NAME = "cards.example.org"
JAR = "/root/cookies"
REPORTS = Path(__file__).parents[1] / "reports_pdf" / "northfield"


class Front:
    """nginx or caddy in a clean Debian; ``certificate`` is what signs for it."""

    def __init__(self, debian: CleanDebian, certificate: str) -> None:
        self.debian = debian
        self.certificate = certificate

    def curl(self, address: str, *more: str) -> tuple[int, str]:
        """Return the status of an answer to a stranger, and its headers and body."""
        said = self.debian.told(
            *("curl", "-sS", "-i", "--max-time", "60", "--cacert", self.certificate),
            *("-w", "\n%{http_code}", *more, address),
        )
        answer, _, status = said.rpartition("\n")
        return int(status), answer

    def look(self) -> None:
        """See that strangers get what they may have, and nothing else."""
        _, said = self.curl(f"http://{NAME}/search?q=a")
        expect("http leads to https", f"https://{NAME}/search?q=a" in said, said)
        status, said = self.curl(f"https://{NAME}/readyz")
        expect("/readyz is 200 through the front", status == 200, said)
        is_told = "strict-transport-security" in said.lower()
        expect("it says to use https alone", is_told, said)
        status, said = self.curl(f"https://{NAME}/metrics")
        expect("/metrics is not for others", status == 404, said)
        for scheme, port in (("http", 80), ("https", 443)):
            said = self.debian.asked(
                *("curl", "-sS", "-k", "-o", "/dev/null", "-w", "%{http_code}"),
                *("--resolve", f"other.example.org:{port}:127.0.0.1"),
                f"{scheme}://other.example.org/readyz",
            )
            expect(f"another name gets nothing ({port})", "200" not in said, said)
        self.debian.told("sh", "-c", "head -c 50M /dev/zero > /root/large")
        began = time.monotonic()
        status, said = self.curl(
            f"https://{NAME}/desk/intake/files", "-F", "files=@/root/large"
        )
        took = time.monotonic() - began
        expect(f"a stranger's 50 MB are refused ({took:.1f} s)", status == 413, said)
        status, said = self.curl(
            f"https://{NAME}/sign-in", "--data-binary", "@/root/large"
        )
        expect("so are they at another page", status == 413, said)

    def look_while_away(self) -> None:
        """See that readers are told to come again while the service is stopped."""
        status, said = self.curl(f"https://{NAME}/")
        is_told = status == 503 and "retry-after: 30" in said.lower()
        expect("while it is stopped, readers are told to come again", is_told, said)

    def as_person(self, path: str, *more: str) -> tuple[int, str]:
        """Return the same of an answer to whoever has signed in."""
        return self.curl(f"https://{NAME}{path}", "-b", JAR, "-c", JAR, *more)

    def upload(self, name: str, password: str) -> None:
        """Sign in, send a PDF, and see that the sandbox has read it."""
        _, page = self.as_person("/sign-in")
        self._post("/sign-in", page, f"name={name}", f"password={password}")
        cookies = (self.debian.root / JAR.lstrip("/")).read_text()
        expect("the session is a __Host- cookie", "__Host-session" in cookies, cookies)
        report = (REPORTS / "heron-2-safeguards-report.pdf").read_bytes()
        (self.debian.root / "root/new.pdf").write_bytes(report + b"\n%\n")
        _, page = self.as_person("/desk/intake/")
        self._post("/desk/intake/files", page, "files=@/root/new.pdf")
        card, until = "", time.monotonic() + 120
        while 'name="title"' not in card and time.monotonic() < until:
            time.sleep(1)
            _, card = self.as_person("/desk/intake/uploads/1")
        expect("an uploaded PDF is read in the unit", 'name="title"' in card, card)

    def _post(self, path: str, page: str, *fields: str) -> None:
        [token, *_] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        given = [part for field in fields for part in ("-F", field)]
        status, said = self.as_person(path, "-F", f"csrf_token={token}", *given)
        expect(f"{path} answers 303", status == 303, said)

    def scorecard(self) -> str:
        """Return the main part of the sample's scorecard."""
        status, said = self.curl(f"https://{NAME}/models/heron-2")
        expect("readers see the scorecard", status == 200, said)
        return said[said.index("<main") : said.index("</main>")]
