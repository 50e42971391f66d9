"""Tensions are a relation of their own; sub-claims that stood in for them become it.

Until now a tension was written as a sub-claim "Two passages do not go together: …" with two
passages linked as support, and so its passages were counted as support. Such a sub-claim
becomes a tension of its parent claim, with the same two passages in the same order, if it

* came from an import: it and its two links were made in one act;
* was never published, and is a draft or in review. What readers see, or once saw, is left
  as it is, at its address: an editor publishes the parent with the tension and withdraws the
  sub-claim, after the file was loaded again in its new form;
* holds nothing else: no critique, verdict or part of its own, no assertion, and nothing that
  was noted or weighed on its links.

The sub-claim and its two links are then withdrawn, not deleted. The history tells it as an act
of the program. Going down drops the tensions and leaves the sub-claims withdrawn.
"""

from collections import defaultdict
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

PREFIX = "Two passages do not go together:"


def upgrade() -> None:
    op.create_table(
        "tension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(other_id IS NOT NULL AND result_id IS NULL)"
            " OR (other_id IS NULL AND result_id IS NOT NULL)",
            name="ck_tension_one_other_side",
        ),
        sa.CheckConstraint("other_id <> passage_id", name="ck_tension_two_passages"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["passage.id"]),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"]),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("claim_id", "passage_id", "other_id", "result_id"):
        op.create_index(f"ix_tension_{column}", "tension", [column])
    _Stores(op.get_bind()).convert()


def downgrade() -> None:
    op.drop_table("tension")


class _Stores:
    """The rows that stand in for tensions, and what becomes of them."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables = sa.MetaData()
        self.tables.reflect(connection, only=_READ)
        self.at = datetime.now(UTC)
        self.act = token_hex(8)

    def convert(self) -> None:
        claim = self.tables.tables["claim"]
        found = self.connection.execute(
            sa.select(claim).where(
                claim.c.asserted_by == "analyst",
                claim.c.state.in_(["draft", "in review"]),
                claim.c.assertion_id.is_(None),
                claim.c.parent_id.is_not(None),
                claim.c.text.startswith(PREFIX),
            )
        ).all()
        links = self._links([row.id for row in found])
        changed: dict[str, list[int]] = defaultdict(list)
        for row in found:
            pair = links[row.id]
            if self._stands_in(row, pair):
                self._become_tension(row, pair)
                changed["claims"] += [row.id, row.parent_id]
                changed["passages"] += [link.passage_id for link in pair]
        if changed:
            self._index(changed)

    def _links(self, claims: list[int]) -> dict[int, list[Any]]:
        evidence = self.tables.tables["evidence"]
        rows = self.connection.execute(
            sa.select(evidence)
            .where(evidence.c.claim_id.in_(claims), evidence.c.withdrawn_at.is_(None))
            .order_by(evidence.c.id)
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.claim_id].append(row)
        return found

    def _stands_in(self, claim: Any, links: list[Any]) -> bool:
        """Whether a claim is two passages of an import, and nothing else."""
        passages = {link.passage_id for link in links} - {None}
        is_pair = len(links) == 2 and len(passages) == 2
        return (
            is_pair
            and all(map(_is_plain, links))
            and bool(_sentence(claim))
            and self._is_alone(claim)
            and self._stand(passages, claim.parent_id)
            and self._made_in_one_act(claim, links)
        )

    def _is_alone(self, claim: Any) -> bool:
        of_claim = [
            ("critique", "claim_id", claim.id),
            ("verdict", "claim_id", claim.id),
            ("claim", "parent_id", claim.id),
        ]
        publication = self.tables.tables["publication"]
        published = sa.select(sa.func.count()).where(
            publication.c.kind == "claim", publication.c.slug == claim.slug
        )
        return not self.connection.scalar(published) and not any(
            self._count(table, column, value) for table, column, value in of_claim
        )

    def _stand(self, passages: set[int], parent: int) -> bool:
        passage, claim = self.tables.tables["passage"], self.tables.tables["claim"]
        gone = sa.select(sa.func.count()).where(
            passage.c.id.in_(passages), passage.c.withdrawn_at.is_not(None)
        )
        state = sa.select(claim.c.state).where(claim.c.id == parent)
        return (
            not self.connection.scalar(gone)
            and self.connection.scalar(state) != "withdrawn"
        )

    def _count(self, table: str, column: str, value: int) -> int:
        columns = self.tables.tables[table].c
        query = sa.select(sa.func.count()).where(columns[column] == value)
        return self.connection.scalar(query) or 0

    def _made_in_one_act(self, claim: Any, links: list[Any]) -> bool:
        made = [self._made("claim", claim.id)]
        made += [self._made("evidence", link.id) for link in links]
        return len(set(made)) == 1 and made[0] is not None

    def _made(self, table: str, number: int) -> str | None:
        """Return the act in which a row was made, or None."""
        event = self.tables.tables["event"]
        return self.connection.scalar(
            sa.select(event.c.act).where(
                event.c.entity == table,
                event.c.entity_id == str(number),
                event.c.action == "created",
            )
        )

    def _become_tension(self, claim: Any, links: list[Any]) -> None:
        first, second = links
        values = {
            "claim_id": claim.parent_id,
            "sentence": _sentence(claim),
            "passage_id": first.passage_id,
            "other_id": second.passage_id,
        }
        made = self.connection.execute(
            self.tables.tables["tension"].insert(),
            {**values, "created_by_id": claim.created_by_id, "created_at": self.at},
        )
        number = made.inserted_primary_key[0]
        nothing = dict.fromkeys(values)
        self._tell("created", "tension", number, nothing, values)
        self._change("claim", claim, "state", "withdrawn", "withdrawn")
        for link in links:
            self._change("evidence", link, "withdrawn_at", self.at, self.at.isoformat())

    def _change(self, table: str, row: Any, name: str, value: Any, told: str) -> None:
        columns = self.tables.tables[table]
        self.connection.execute(
            columns.update()
            .where(columns.c.id == row.id)
            .values({name: value, "version": columns.c.version + 1})
        )
        self._tell("changed", table, row.id, {name: getattr(row, name)}, {name: told})

    def _tell(
        self, action: str, table: str, number: int, before: Any, after: Any
    ) -> None:
        self.connection.execute(
            self.tables.tables["event"].insert(),
            {
                "at": self.at,
                "act": self.act,
                "actor": "the program",
                "action": action,
                "entity": table,
                "entity_id": str(number),
                "before": before,
                "after": after,
            },
        )

    def _index(self, changed: dict[str, list[int]]) -> None:
        self.connection.execute(
            self.tables.tables["job"].insert(),
            {
                "kind": "index",
                "title": "Bring the search index in line",
                "payload": {kind: sorted(set(ids)) for kind, ids in changed.items()},
                "state": "waiting",
                "done": 0,
                "total": 0,
                "message": "",
                "attempts": 0,
                "created_at": self.at,
                "act": self.act,
            },
        )


_READ = (
    *("claim", "evidence", "passage", "critique", "verdict", "publication"),
    *("tension", "event", "job"),
)


def _sentence(claim: Any) -> str:
    return " ".join(claim.text.removeprefix(PREFIX).split())


def _is_plain(link: Any) -> bool:
    """Whether a link says no more of its passage than that it supports the claim."""
    weight = (link.stance, link.aims_at, link.load_bearing, link.strength, link.note)
    return weight == ("supports", "claim", "unknown", "not rated", "")
