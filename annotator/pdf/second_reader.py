"""The second reader: the text as PDFium reads it, to check the first reader."""

from annotator.domain.text.pages import Character
from annotator.pdf import answers, child, messages
from annotator.pdf.session import ReaderSession


class SecondReader(ReaderSession):
    """One PDF in a worker of its own; quotes are only checked with this reader."""

    command = child.SECOND

    def characters(self, number: int) -> tuple[Character, ...]:
        """Return the characters of page ``number``, from 1, in the PDF's own order.

        White space is kept, even if PDFium only infers it; the box of such a space has
        no width. A hyphen at the end of a line is "-", whether hard or soft.
        """
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "characters", number)
            characters = answers.to_characters(untrusted, number)
            self._count_text(number, len(characters))
            return characters
