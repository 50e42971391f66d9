"""Write the argument on a claim; every wording is kept."""

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import claims, critiques
from annotator.storage.critiques import Critique

LONGEST = 50_000  # code points


def write_critique(
    context: Context,
    *,
    claim: str,
    body: str,
    change_our_mind: str = "",
    ask_the_lab: str = "",
) -> Critique:
    """Put a new wording, in Markdown, in front of the last; the same is not repeated."""
    context.require(Action.WRITE_CLAIM)
    stated = claims.by_slug(context.session, claim)
    texts = [_clean(text) for text in (body, change_our_mind, ask_the_lab)]
    if not any(texts):
        raise InvalidError("critique", "is empty.")
    last = critiques.latest(context.session, [stated.id]).get(stated.id)
    if last and [last.body, last.change_our_mind, last.ask_the_lab] == texts:
        return last
    critique = Critique(
        claim_id=stated.id,
        body=texts[0],
        change_our_mind=texts[1],
        ask_the_lab=texts[2],
        author_id=context.actor.id,
        at=context.now,
    )
    context.session.add(critique)
    context.session.flush()
    return critique


def _clean(text: str) -> str:
    if len(text) > LONGEST:
        raise InvalidError("critique", f"is longer than {LONGEST:,} characters.")
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
