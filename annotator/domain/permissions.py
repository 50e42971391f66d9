"""Who may do what."""

from enum import StrEnum

from annotator.domain.errors import ForbiddenError, SignInNeededError

COMMAND_LINE = "the command line"  # the name of whoever gives a command


class Role(StrEnum):
    """What a person may do; each role may also do all that the one before it may."""

    READER = "reader"
    ANALYST = "analyst"
    EDITOR = "editor"
    ADMIN = "admin"


class Action(StrEnum):
    """Something that only some people may do."""

    READ_PUBLISHED = "read what is published"
    READ_DRAFTS = "read drafts"
    ADD_REPORT = "add a report"
    MARK_PASSAGE = "mark a passage"
    WRITE_CLAIM = "write a claim"
    WRITE_SCORECARD = "write a scorecard"
    IMPORT_SCORECARD = "import a scorecard"
    EDIT_CATEGORIES = "change the categories"
    EDIT_REASONS = "change the reasons"
    PUBLISH = "publish"
    ANSWER_READERS = "answer readers"
    INVITE_LABS = "invite labs to respond"
    MANAGE_ACCOUNTS = "manage accounts"


_LEAST_ROLE = {
    Action.READ_PUBLISHED: Role.READER,
    Action.READ_DRAFTS: Role.ANALYST,
    Action.ADD_REPORT: Role.ANALYST,
    Action.MARK_PASSAGE: Role.ANALYST,
    Action.WRITE_CLAIM: Role.ANALYST,
    Action.WRITE_SCORECARD: Role.ANALYST,
    Action.IMPORT_SCORECARD: Role.EDITOR,
    Action.EDIT_CATEGORIES: Role.EDITOR,
    Action.EDIT_REASONS: Role.EDITOR,
    Action.PUBLISH: Role.EDITOR,
    Action.ANSWER_READERS: Role.EDITOR,
    Action.INVITE_LABS: Role.EDITOR,
    Action.MANAGE_ACCOUNTS: Role.ADMIN,
}


def may(role: Role, action: Action) -> bool:
    """Whether someone with ``role`` may do ``action``."""
    ranks = list(Role)
    return ranks.index(role) >= ranks.index(_LEAST_ROLE[action])


def require(role: Role, action: Action) -> None:
    """Raise SignInNeededError or ForbiddenError unless ``role`` may do ``action``."""
    if may(role, action):
        return
    if role is Role.READER:
        raise SignInNeededError(f"Sign in to {action}.")
    least = next(role for role in Role if may(role, action))
    raise ForbiddenError(f"An {role} may not {action}; only an {least} can.")
