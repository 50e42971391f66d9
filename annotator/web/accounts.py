"""Signing in and out, one's own account and, for admins, the people."""

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action, Role
from annotator.forms.accounts import (
    ActiveForm,
    PasswordForm,
    PersonForm,
    RoleForm,
    SignInForm,
)
from annotator.forms.reading import read
from annotator.http import auth, request_checks
from annotator.http.auth import allow
from annotator.http.context import apart, beforehand, context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to, once
from annotator.http.render import render, wants_part
from annotator.services.accounts import accounts, authentication, passwords
from annotator.services.accounts.passwords import Hashed
from annotator.services.edits import submissions

blueprint = Blueprint("auth", __name__)
people = Blueprint("people", __name__, url_prefix="/desk/people")

MadeUp = tuple[str, Hashed]  # a password and its hash

ROLES = [role.value for role in Role if role is not Role.READER]


@blueprint.get("/sign-in")
@allow(Action.READ_PUBLISHED)
def sign_in() -> BaseResponse:
    """Show the sign-in form."""
    target = auth.safe_next(request.args.get("next", ""))
    if auth.current_user():
        return redirect(target, code=303)
    return _form(target, request.args.get("name", ""))


def _form(target: str, name: str, problem: str = "", status: int = 200) -> Response:
    """Return the form, as a page or as the part that a dialog shows."""
    return render(
        "accounts/sign_in.html",
        "accounts/_sign_in.html",
        next=target,
        name=name,
        problem=problem,
        status=status,
    )


@blueprint.post("/sign-in")
@allow(Action.READ_PUBLISHED)
def start_session() -> BaseResponse:
    """Sign a person in, in a session with a new token."""
    form = read(SignInForm, request.form)
    target = auth.safe_next(form.next)
    try:
        session = _sign_in(form)
    except authentication.WrongPasswordError as error:
        return _sign_in_again(form, error.reason, 422)
    except authentication.TooSoonError as error:
        answer = _sign_in_again(form, str(error), 429)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    accounts.sign_out(context(), auth.token())  # the one this browser had, if any
    response = Response(status=204) if wants_part() else redirect(target, code=303)
    auth.set_session(response, session)
    return response


def _sign_in(form: SignInForm) -> authentication.Session:
    attempt = apart(
        lambda c: authentication.begin_attempt(
            c,
            name=form.name,
            address=request.remote_addr or "",
            known_tokens=auth.known_tokens(),
        )
    )
    proven = authentication.check_attempt(attempt, form.password)
    return authentication.start_session(
        context(), proven, browser=request_checks.browser_name()
    )


def _sign_in_again(form: SignInForm, problem: str, status: int) -> Response:
    return _form(auth.safe_next(form.next), form.name, problem, status)


@blueprint.get("/session")
@allow(Action.READ_PUBLISHED)
def who_is_here() -> Response:
    """Say who is signed in here, with the token that forms carry."""
    user = auth.current_user()
    return jsonify(
        person=user.id if user else None,
        name=user.name if user else "",
        csrf=generate_csrf(),
    )


@blueprint.get("/desk/saves/<save_id>")
@allow(Action.READ_DRAFTS)
def is_saved(save_id: str) -> Response:
    """Say whether a save that a page has sent is done; its answer may be lost."""
    return jsonify(saved=submissions.is_saved(context(), save_id))


@blueprint.post("/sign-out")
@allow(Action.READ_PUBLISHED)
def sign_out() -> BaseResponse:
    """End this session."""
    accounts.sign_out(context(), auth.token())
    response = redirect(url_for("public.home"), code=303)
    auth.forget_token(response)
    return response


@blueprint.get("/account")
@allow(Action.READ_DRAFTS)
def account() -> str:
    """Show one's own sessions, and the form for a new password."""
    return _account(NOTHING)


def _account(typed: Typed) -> str:
    return render_template(
        "accounts/account.html",
        sign_ins=accounts.my_sign_ins(context()),
        current=accounts.find_sign_in(context(), auth.token()),
        errors=typed.errors,
    )


@blueprint.post("/account/password")
@allow(Action.READ_DRAFTS)
def change_password() -> BaseResponse:
    """Change one's own password; every other session ends."""
    message = "Your password was changed; other browsers were signed out."
    return FormPage(
        PasswordForm,
        _account,
        lead_to(url_for(".account"), message),
        mistakes=(InvalidError,),
    ).prepare_and_save(
        _new_password,
        lambda _, hashed: accounts.change_password(
            context(), was=hashed[0], new=hashed[1], token=auth.token()
        ),
    )


def _new_password(form: PasswordForm) -> tuple[Hashed, Hashed]:
    """Return the hashes of the old and of the new password."""
    name, kept = beforehand(accounts.my_password)
    if not passwords.is_right(form.old, kept):
        raise InvalidError("old", "This is not your current password.")
    return kept, passwords.hash_password(form.new, name=name)


@blueprint.post("/account/sessions/<int:sign_in_id>/end")
@allow(Action.READ_DRAFTS)
def end_session(sign_in_id: int) -> BaseResponse:
    """End one of one's own sessions."""
    accounts.revoke(context(), sign_in_id)
    return redirect(url_for(".account"), code=303)


@blueprint.post("/account/sessions/end-others")
@allow(Action.READ_DRAFTS)
def end_others() -> BaseResponse:
    """End all of one's own sessions but this one."""
    accounts.revoke_others(context(), auth.token())
    return redirect(url_for(".account"), code=303)


@people.get("/")
@allow(Action.MANAGE_ACCOUNTS)
def everybody() -> str:
    """List all people."""
    return _everybody(NOTHING)


def _everybody(typed: Typed, *, password: str = "", added_already: str = "") -> str:
    return render_template(
        "accounts/people.html",
        people=accounts.list_users(context()),
        roles=ROLES,
        errors=typed.errors,
        typed=typed.values,
        password=password,
        added_already=added_already,
    )


@people.post("/")
@allow(Action.MANAGE_ACCOUNTS)
def add() -> BaseResponse:
    """Add a person; the password is generated and shown once."""
    added: list[str] = []  # nothing, if this form was sent before

    def make(form: PersonForm, made_up: MadeUp) -> str:
        password, hashed = made_up
        user = accounts.add_user(context(), password=hashed, **dict(form))
        added[:] = [password]
        return user.name

    def show_password(name: str) -> BaseResponse:
        if added:
            return make_response(_everybody(NOTHING, password=added[0]))
        return make_response(_everybody(NOTHING, added_already=name))

    return FormPage(PersonForm, _everybody, show_password).prepare_and_save(
        lambda form: _made_up(form.name),
        lambda form, made_up: once(lambda: make(form, made_up)),
    )


def _made_up(name: str) -> MadeUp:
    """Return a new password and its hash."""
    password = passwords.generate_password()
    return password, passwords.hash_password(password, name=name)


@people.get("/<name>/password")
@allow(Action.MANAGE_ACCOUNTS)
def new_password(name: str) -> str:
    """Ask for confirmation before a person gets a new password."""
    person = accounts.find_person(context(), name=name)
    return render_template("accounts/new_password.html", person=person, password="")


@people.post("/<name>/password")
@allow(Action.MANAGE_ACCOUNTS)
def set_password(name: str) -> str:
    """Generate a person's new password, show it once, and end their sessions."""
    password, hashed = _made_up(name)
    accounts.set_password(context(), name=name, password=hashed)
    person = accounts.find_person(context(), name=name)
    return render_template(
        "accounts/new_password.html", person=person, password=password
    )


@people.post("/<name>/role")
@allow(Action.MANAGE_ACCOUNTS)
def set_role(name: str) -> BaseResponse:
    """Change a person's role."""
    accounts.set_role(context(), name=name, role=read(RoleForm, request.form).role)
    return redirect(url_for(".everybody"), code=303)


@people.post("/<name>/active")
@allow(Action.MANAGE_ACCOUNTS)
def set_active(name: str) -> BaseResponse:
    """Allow a person to sign in, or no longer."""
    form = read(ActiveForm, request.form)
    accounts.set_active(context(), name=name, active=form.active)
    return redirect(url_for(".everybody"), code=303)


@people.post("/<name>/sign-out")
@allow(Action.MANAGE_ACCOUNTS)
def sign_out_everywhere(name: str) -> BaseResponse:
    """End every session of a person."""
    accounts.revoke_all(context(), name=name)
    return redirect(url_for(".everybody"), code=303)
