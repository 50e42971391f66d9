"""Who may do what, and what somebody is told who may not."""

import pytest

from annotator.domain.errors import ForbiddenError, SignInNeededError
from annotator.domain.permissions import Action, Role, may, require

ALLOWED = {
    Role.READER: {Action.READ_PUBLISHED},
    Role.ANALYST: {
        Action.READ_DRAFTS,
        Action.ADD_REPORT,
        Action.MARK_PASSAGE,
        Action.WRITE_CLAIM,
        Action.WRITE_SCORECARD,
    },
    Role.EDITOR: {
        Action.EDIT_CATEGORIES,
        Action.EDIT_REASONS,
        Action.IMPORT_SCORECARD,
        Action.PUBLISH,
        Action.ANSWER_READERS,
        Action.INVITE_LABS,
    },
    Role.ADMIN: {Action.MANAGE_ACCOUNTS},
}


def test_each_role_may_do_what_the_one_before_may_and_something_more():
    allowed = set()
    for role in Role:
        allowed |= ALLOWED[role]
        assert {action for action in Action if may(role, action)} == allowed


@pytest.mark.parametrize("action", Action)
def test_whoever_may_do_something_is_let_do_it_and_nobody_else(action):
    for role in Role:
        if may(role, action):
            require(role, action)
        else:
            with pytest.raises((ForbiddenError, SignInNeededError)):
                require(role, action)


def test_a_reader_is_asked_to_sign_in():
    with pytest.raises(SignInNeededError, match=r"^Sign in to mark a passage\.$"):
        require(Role.READER, Action.MARK_PASSAGE)


@pytest.mark.parametrize(
    ("role", "action", "said"),
    [
        (
            Role.ANALYST,
            Action.PUBLISH,
            "An analyst may not publish; only an editor can.",
        ),
        (
            Role.EDITOR,
            Action.MANAGE_ACCOUNTS,
            "An editor may not manage accounts; only an admin can.",
        ),
    ],
)
def test_whoever_is_refused_is_told_who_may(role, action, said):
    with pytest.raises(ForbiddenError) as refused:
        require(role, action)
    assert str(refused.value) == said
