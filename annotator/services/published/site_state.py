"""The state of what readers are shown: as long as it is the same, every page is."""

import hashlib

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import public_state


def site_state(context: Context) -> str:
    """Return a digest that is another one once readers may be shown something else.

    Publishing, taking down, a new file, a seal, a decision on a quote, a lab's response,
    and that it did not come by the day due change it; what analysts write does not. It is
    the same in every process.
    """
    context.require(Action.READ_PUBLISHED)
    told = repr(public_state.newest(context.session, context.now.date()))
    return hashlib.sha256(told.encode()).hexdigest()
