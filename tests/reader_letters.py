"""Letters of readers that are there, however they came in, for tests."""

from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.services.context import Context
from annotator.storage.published.letters import Letter


def put_in(
    context: Context, slug: str, *, number: str = "ABCD-EFGH", text: str = "It is not."
) -> int:
    """Have a letter about a claim wait, as if a reader had sent it; return its id."""
    letter = Letter(
        number=number,
        about=LetterAbout.CLAIM,
        slug=slug,
        edition=1,
        revision="",
        page=0,
        passage=0,
        title="What the claim said",
        quote="",
        letter_text=text,
        sender_name="Ann Lee",
        sender_email="ann@lee.example",
        sent_at=context.now,
        state=LetterState.OPEN,
        answer="",
    )
    context.session.add(letter)
    context.session.flush()
    return letter.id
