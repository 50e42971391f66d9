"""The W3C Web Annotation Data Model, as far as we use it, as a schema that forbids more.

Written from the Recommendation of 23 February 2017 (sections 3 to 5), with the fragments
of PDFs as RFC 8118 has them.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = Literal[
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
    "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
    "tagging",
]  # fmt: skip
_FRAGMENT = re.compile(r"page=[1-9]\d*(?:&viewrect=\d+\.\d+(?:,\d+\.\d+){3})?")


def _iri(value: str) -> str:
    assert re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value), value
    return value


def _moment(value: str) -> str:
    assert value.endswith("Z")  # xsd:dateTime in UTC
    datetime.fromisoformat(value)
    return value


def _fragment(value: str) -> str:
    assert _FRAGMENT.fullmatch(value), value
    return value


Iri = Annotated[str, AfterValidator(_iri)]
Moment = Annotated[str, AfterValidator(_moment)]


class _Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Agent(_Thing):
    type: Literal["Person", "Organization", "Software"]
    name: str
    homepage: Iri


class TextualBody(_Thing):
    type: Literal["TextualBody"]
    value: str
    format: Literal["text/plain", "text/html"]
    language: str
    purpose: MOTIVATIONS


class LinkedBody(_Thing):
    type: Literal["SpecificResource"]
    source: Iri
    purpose: MOTIVATIONS


class TextQuoteSelector(_Thing):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(min_length=1)
    prefix: str | None = None
    suffix: str | None = None


class FragmentSelector(_Thing):
    type: Literal["FragmentSelector"]
    conformsTo: Literal["http://tools.ietf.org/rfc/rfc8118"]  # noqa: N815
    value: Annotated[str, AfterValidator(_fragment)]
    refinedBy: TextQuoteSelector | None = None  # noqa: N815


class TimeState(_Thing):
    type: Literal["TimeState"]
    sourceDate: Moment  # noqa: N815
    cached: Iri


class External(_Thing):
    id: Iri
    type: Literal["Text"]
    format: Literal["application/pdf"]


class Target(_Thing):
    type: Literal["SpecificResource"]
    source: External
    state: TimeState
    scope: Iri
    selector: list[FragmentSelector | TextQuoteSelector] = Field(min_length=1)


class Embedded(_Thing):
    id: Iri
    type: Literal["Annotation"]
    motivation: MOTIVATIONS | list[MOTIVATIONS]
    creator: Agent
    created: Moment
    body: list[TextualBody | LinkedBody]
    target: Target


class Annotation(Embedded):
    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(alias="@context")


class PartOf(_Thing):
    id: Iri
    type: Literal["AnnotationCollection"]
    total: int = Field(ge=0)


class EmbeddedPage(_Thing):
    id: Iri
    type: Literal["AnnotationPage"]
    partOf: Iri | PartOf  # noqa: N815
    startIndex: int = Field(ge=0)  # noqa: N815
    prev: Iri | None = None
    next: Iri | None = None
    items: list[Embedded]


class Page(EmbeddedPage):
    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(alias="@context")


class Collection(_Thing):
    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(alias="@context")
    id: Iri
    type: Literal["AnnotationCollection"]
    label: str
    creator: Agent
    total: int = Field(ge=0)
    first: EmbeddedPage
    last: Iri
