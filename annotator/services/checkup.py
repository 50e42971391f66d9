"""Compare everything that an installation holds: database, files, indexes, editions."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.history_chain import Head
from annotator.domain.permissions import Action
from annotator.services import backups
from annotator.services.context import Context
from annotator.services.history import checked
from annotator.services.intake import stored_files
from annotator.services.search import indexing
from annotator.storage.database.copying import problems_of_database
from annotator.storage.published import editions


@dataclass(frozen=True)
class Difference:
    """Something that is not as it should be, and what mends it."""

    what: str
    remedy: str
    can_be_repaired: bool = False  # by ``repair``


TAKE_IN = "Ingest the same PDF again, or copy it from a backup."
PUT_BACK = "Restore a backup into a new data folder."
CUT = "Unless an older backup was restored, somebody has cut it off or made it anew."
REBUILD = "“annotator repair” makes the indexes anew."
ALTERED = "Somebody has changed it in the database; compare it with a backup."
NOT_MENDED = f"{ALTERED} “repair” does not mend history."


def differences(context: Context) -> Iterator[Difference]:
    """Yield every difference, database first; every stored byte is read."""
    context.require(Action.READ_DRAFTS)
    damage = problems_of_database(context.stores.database)
    yield from (Difference(f"The database: {said}", PUT_BACK) for said in damage)
    if damage:
        return  # nothing that it says can be relied upon
    for fault in stored_files.check_files(context):
        if fault.is_loss:
            yield Difference(
                f"The file {fault.sha256} of {fault.report} {fault.problem}.", TAKE_IN
            )
    for kind, slug, number, body, sha256 in editions.every_body(context.session):
        if hashlib.sha256(body.encode()).hexdigest() != sha256:
            what = f"Edition {number} of the {kind} {slug} is not what was published."
            yield Difference(what, ALTERED)
    for fault_of_history in checked.faults(context):
        yield Difference(fault_of_history, NOT_MENDED)
    for fault_of_index in indexing.check(context):
        yield Difference(f"The search: {fault_of_index}", REBUILD, can_be_repaired=True)


def history_since(context: Context, folder: Path) -> Iterator[Difference]:
    """Yield the backups in a folder whose history is not the beginning of this one.

    A chain does not show that its newest events were cut off; a noted hash does.
    """
    for backup in backups.list_backups(folder):
        if not checked.holds(context, backup.history):
            what = (
                f"The history no longer has the {backup.history.number:,} events that it"
                f" had at the backup {backup.name}."
            )
            yield Difference(what, CUT)


def history_head(context: Context) -> Head:
    """Return how many events the history has, and the newest hash."""
    return checked.head(context)


def repair(context: Context) -> int:
    """Mend what can be mended, which is the indexes; return how many differences had been.

    Stored files are mended by ingesting them again, and a database by its backup. The
    history is never mended: whatever were written now would not be what was written then.
    """
    found = [one for one in differences(context) if one.can_be_repaired]
    if found:
        indexing.rebuild(context)
    return len(found)
