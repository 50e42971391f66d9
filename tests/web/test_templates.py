"""Rules that hold for all templates at once."""

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from annotator import paths

ALL = sorted(paths.TEMPLATES.rglob("*.html"))
PARTS = [path for path in ALL if path.name.startswith("_")]
PAGES = [path for path in ALL if not path.name.startswith("_")]
ENVIRONMENT = jinja2.Environment(autoescape=True)

WIDTH, LENGTH = 120, 120  # characters of a line, lines of a template
HIDDEN = {  # a hidden field of many forms, and the part that writes it
    "csrf_token": "_csrf_token.html",
    "form_id": "_form_id.html",
    "seen": "_made_from.html",
}

# Of a form that is sent without a session: http/letter_tokens.py.
OWN_TOKEN = '{% include "public/_letter_token.html" %}'

_TAG = re.compile(r"<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(paths.TEMPLATES).as_posix()


def _tree(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"))


def _without_jinja(path: Path) -> str:
    """Return what a template says itself, without what it is asked to fill in."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)


def _includes(form: str, field: str) -> bool:
    return f'{{% include "{HIDDEN[field]}" %}}' in form


each_template = pytest.mark.parametrize("path", ALL, ids=_name)
each_part = pytest.mark.parametrize("path", PARTS, ids=_name)
each_page = pytest.mark.parametrize("path", PAGES, ids=_name)


@each_template
def test_a_diff_of_a_template_shows_little_beside_what_changed(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []
    assert len(lines) <= LENGTH


@each_template
def test_no_template_takes_words_for_markup(path):
    used = {found.name for found in _tree(path).find_all(nodes.Filter)}
    assert "safe" not in used
    assert not list(_tree(path).find_all(nodes.ScopedEvalContextModifier))
    assert "Markup" not in {name.name for name in _tree(path).find_all(nodes.Name)}


@each_part
def test_a_part_stands_alone(path):
    assert not list(_tree(path).find_all(nodes.Extends))
    assert not list(_tree(path).find_all(nodes.Block))


# What is a whole document: pages, a card on other sites, a claim that is taken away.
FRAMES = {"base.html", "public/embed.html", "public/bundle.html"}


@each_page
def test_a_page_stands_in_a_frame(path):
    if _name(path) not in FRAMES:
        assert len(list(_tree(path).find_all(nodes.Extends))) == 1


@each_template
def test_what_a_template_includes_is_a_part_that_is_there(path):
    for included in _tree(path).find_all(nodes.Include):
        if isinstance(included.template, nodes.Const):
            target = paths.TEMPLATES / included.template.value
            assert target.name.startswith("_")
            assert target.is_file(), included.template.value


@each_template
def test_no_style_and_no_script_stands_in_a_template(path):
    for tag in _TAG.findall(_without_jinja(path)):
        assert not re.search(r"\s(?:style|on\w+|hx-on[\w:-]*)\s*=", tag), tag
        assert not tag.startswith("<style"), tag
        is_run = tag.startswith("<script") and "application/ld+json" not in tag
        assert not (is_run and "src=" not in tag), tag


@each_template
def test_nothing_is_loaded_from_elsewhere(path):
    for tag in _TAG.findall(_without_jinja(path)):
        if not tag.startswith("<a "):
            assert not re.search(r"(?:src|srcset|href|action)=[\"'](?:https?:)?//", tag)


@each_template
def test_a_form_that_changes_something_proves_where_it_comes_from(path):
    for form in _FORM.findall(path.read_text(encoding="utf-8")):
        if re.search(r"\bmethod=[\"']post", form, re.IGNORECASE):
            assert _includes(form, "csrf_token") or OWN_TOKEN in form, form[:120]


@pytest.mark.parametrize("field", sorted(HIDDEN))
def test_a_hidden_field_of_many_forms_is_written_in_one_place(field):
    field_itself = re.compile(rf"name=[\"']{field}[\"']")
    written = [
        _name(path)
        for path in ALL
        if field_itself.search(path.read_text(encoding="utf-8"))
    ]
    assert written == [HIDDEN[field]]


@each_template
def test_attributes_do_not_run_into_one_another(path):
    """Jinja drops the white space between two lines that are statements: ``{%+`` keeps it."""
    for tag in _TAG.findall(path.read_text(encoding="utf-8")):
        assert not re.search(r"\{% end\w+ %\}\n\s*\{% (?:if|for)", tag), tag


@each_template
def test_every_picture_has_words_and_a_size(path):
    for tag in _TAG.findall(path.read_text(encoding="utf-8")):
        if tag.startswith("<img"):
            assert "alt=" in tag
            assert "width=" in tag
            assert "height=" in tag


@each_template
def test_no_id_is_given_twice_in_a_template(path):
    ids = re.findall(r'\sid="([^"{}]+)"', _without_jinja(path))
    assert sorted(set(ids)) == sorted(ids)


MAKING = {  # where a form is sent that makes something
    "claims.add", "claims.add_evidence", "candidates.link", "scorecards.add",
    "absences.add", "synonyms.add", "relations.add", "relations.merge", "people.add", "mark_acts.save",
    "labs.add", "labs.add_model", "invitations.add", "categories.add", "category_groups.add",
}  # fmt: skip
EDITING = {  # where a form is sent that edits something
    "claims.save", "claims.weigh", "claims.save_critique", "claims.save_verdict",
    "scorecards.save", "scorecards.save_card", "labs.save", "labs.save_model",
    "categories.save", "category_groups.save",
    "synonyms.edit", "absences.run", "mark_acts.weigh", "relations.save",
}  # fmt: skip


def _forms_sent_to(endpoints: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {endpoint: [] for endpoint in endpoints}
    for path in ALL:
        for form in _FORM.findall(path.read_text(encoding="utf-8")):
            sent = re.search(r"(?:action|hx-post)=\"\{\{ url_for\('([\w.]+)'", form)
            sent = sent or re.search(r'hx-post="\{\{ url_for\(.([\w.]+).', form)
            if sent and sent[1] in found:
                found[sent[1]].append(form)
    return found


@pytest.mark.parametrize("endpoint", sorted(MAKING))
def test_a_form_that_makes_something_has_a_number_so_that_it_is_saved_once(endpoint):
    forms = _forms_sent_to(MAKING)[endpoint]
    assert forms
    assert all(_includes(form, "form_id") for form in forms)


def test_the_form_that_cites_an_absence_or_a_result_has_a_number():
    form = (paths.TEMPLATES / "claims" / "_cite.html").read_text(encoding="utf-8")
    assert 'action="{{ action }}"' in form
    assert _includes(form, "form_id")


@pytest.mark.parametrize("endpoint", sorted(EDITING))
def test_a_form_that_edits_something_says_what_it_was_made_from(endpoint):
    forms = _forms_sent_to(EDITING)[endpoint]
    assert forms
    assert all(_includes(form, "seen") for form in forms)
