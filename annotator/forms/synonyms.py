"""The form of a set of synonyms."""

from annotator.forms.reading import Form


class SynonymsForm(Form):
    """Words that mean the same, separated by commas."""

    words: str
