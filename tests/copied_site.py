"""The sample's public site as files, copied once in a run of the tests."""

from pathlib import Path

from prepared import Prepared

from annotator.app import create_app
from annotator.settings import Settings
from annotator.site.copying import copy_site
from annotator.site.folder import SiteFolder

BASE = "https://cards.example.org/scorecards/"
PREFIX = "scorecards"


def copied_site(prepared: Prepared, desk_in, sample_ready: Path) -> Path:
    """Return the folder of the site, below which ``dead`` lists the links that are dead."""

    def work(folder: Path) -> None:
        with desk_in(folder / "sample", sample_ready) as desk:
            stores, seen = desk.stores, []
            app = create_app(Settings(stores.data, stores.reports_pdf), stores)
            with SiteFolder.beside(folder / PREFIX) as site:
                found = copy_site(app, BASE, site, lambda *told: seen.append(told))
                site.move_in()
        assert seen[-1][0] == seen[-1][1], "all that was known is copied"
        (folder / "dead").write_text("\n".join(map(str, found.dead)))

    return prepared.once("copied-site", work)
