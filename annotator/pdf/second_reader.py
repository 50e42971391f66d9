"""The second reader: what PDFium makes of the same bytes, to check the first by."""

from annotator.domain.text.pages import Character
from annotator.pdf import answers, child, messages
from annotator.pdf.session import ReaderSession


class SecondReader(ReaderSession):
    """One PDF in a worker of its own, which no quote is made from, only checked."""

    command = child.SECOND

    def characters(self, number: int) -> tuple[Character, ...]:
        """Return the characters of a page, counted from 1, in the PDF's own order.

        White space is kept, also where PDFium only infers it; the box of such a space
        has no width. A hyphen at the end of a line is "-", whether hard or soft.
        """
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "characters", number)
            characters = answers.to_characters(untrusted, number)
            self._count_text(number, len(characters))
            return characters
