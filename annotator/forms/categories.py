"""Forms about categories and their groups."""

from annotator.forms.fields import Flag
from annotator.forms.reading import Form
from annotator.services.claims.categories import CategoryFacts


class GroupForm(Form):
    """The name and the introduction of a group."""

    name: str
    introduction: str


class CategoryForm(Form):
    """A category, which may be a new one."""

    name: str
    group: str
    introduction: str
    experimental: Flag
    invitation: str

    def facts(self) -> CategoryFacts:
        """Return the facts that were typed."""
        return CategoryFacts(**dict(self))


class MoveForm(Form):
    """The slug of what something is to stand before; empty: it is to stand last."""

    before: str
