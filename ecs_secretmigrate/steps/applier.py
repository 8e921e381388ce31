"""Applying a plan to one task definition: store, prove, guard, grant, publish, in this order.

Each part can be done again and changes nothing the second time, so a run that ended anywhere is simply run again.
Nothing is published before every reference was proved, so nothing ever points at a reference that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import BlockedError
from ecs_secretmigrate.model.plan import Action
from ecs_secretmigrate.model.policy import execution_role_policy
from ecs_secretmigrate.model.receipt import DefinitionReceipt, Standing
from ecs_secretmigrate.model.reference import SecretReference
from ecs_secretmigrate.steps import guard, prover, transformer
from ecs_secretmigrate.steps.checks import REPLACES_TAG, tag_text
from ecs_secretmigrate.steps.planner import entries_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import DefinitionPlan, Move
    from ecs_secretmigrate.model.storage import Written
    from ecs_secretmigrate.ports import Granter, Publisher, ReferenceReader, Store
    from ecs_secretmigrate.steps.planner import Draft, Venue


@dataclass(frozen=True, slots=True)
class Adapters:
    """What applying works through.

    Attributes:
        store: where values go.
        reader: how references are read.
        publisher: where the new task definition goes; None to store and prove only.
        granter: lets the execution role read; None to leave IAM alone.
    """

    store: Store
    reader: ReferenceReader
    publisher: Publisher | None
    granter: Granter | None


def apply_definition(
    part: DefinitionPlan,
    drafts: Sequence[Draft],
    options: Options,
    venue: Venue,
    adapters: Adapters,
    progress: Callable[[str], None] = lambda _: None,
) -> DefinitionReceipt:
    """Apply the plan for one task definition.

    Args:
        part: the plan.
        drafts: its moves with the values they carry.
        options: the choices the plan was made with.
        venue: where the values go.
        adapters: what it works through.
        progress: told of each step, one line, no values.

    Raises:
        BlockedError: the plan has blockers, or the store holds something else by now.
        ParityError: a reference does not resolve to the value it replaces.
        GuardError: the new task definition differs in more than was planned.
        AwsError: a call failed.
    """
    definition = part.definition
    label = definition.label
    if part.blockers:
        reasons = "; ".join(blocker.message for blocker in part.blockers)
        raise BlockedError(f"{label} is blocked: {reasons}")
    if not part.moves:
        return DefinitionReceipt(definition.source, label, definition.family, Standing.NOTHING_TO_DO)
    written: dict[str, Written] = {}
    for entry in entries_for(drafts, definition, options):
        written[entry.name] = adapters.store.write(entry)
        progress(f"{label}: {written[entry.name].outcome} {entry.name}")
    moves = tuple(_referenced(draft.move, written) for draft in drafts)
    new_role = part.execution_role_arn if part.sets_execution_role else None
    new = transformer.transform(definition.body, moves, execution_role_arn=new_role)
    compared = prover.prove(definition.body, new, adapters.reader)
    progress(f"{label}: proved, all {compared} values resolve to what they are now")
    guard.check(definition.body, new, moves, execution_role_arn=new_role)
    granted = ""
    role = part.execution_role_arn
    if adapters.granter is not None and role:
        policy = _policy(moves, options, venue)
        if policy and adapters.granter.grant(role, policy, definition.family):
            granted = role
            progress(f"{label}: {role} may read them")
    published = ""
    if adapters.publisher is not None:
        tags = {REPLACES_TAG: tag_text(label)} if definition.is_live else {}
        published = adapters.publisher.publish(definition, new, moves, tags)
        progress(f"{label}: now {published}")
    return DefinitionReceipt(
        source=definition.source,
        label=label,
        family=definition.family,
        standing=Standing.MIGRATED,
        moves=moves,
        written=tuple((name, result.outcome.value) for name, result in written.items()),
        compared=compared,
        published=published,
        granted=granted,
    )


def _referenced(move: Move, written: Mapping[str, Written]) -> Move:
    """The move with the reference as the store gave it."""
    if move.target is None:
        return move
    reference = written[move.target.name].reference
    if move.target.key is not None:
        reference = SecretReference(reference, json_key=move.target.key).value_from
    return replace(move, value_from=reference)


def _policy(moves: Sequence[Move], options: Options, venue: Venue) -> dict[str, object]:
    return execution_role_policy(
        (move.value_from for move in moves if move.action is not Action.DROP),
        partition=venue.partition,
        region=venue.region or "",
        account=venue.account or "",
        kms_key_id=options.kms_key_id,
    )
