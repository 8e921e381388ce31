"""Applying a plan to one task definition: store, prove, guard, grant, publish, roll out, in this order.

Each part can be done again and changes nothing the second time, so a run that ended anywhere is simply run again.
Nothing is published before every reference was proved, so nothing ever points at a reference that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import BlockedError, ExitCode, ParityError
from ecs_secretmigrate.model.plan import Action
from ecs_secretmigrate.model.policy import execution_role_policy, merged
from ecs_secretmigrate.model.receipt import DefinitionReceipt, Standing
from ecs_secretmigrate.model.reference import SecretReference
from ecs_secretmigrate.model.registration import REPLACES_TAG
from ecs_secretmigrate.model.task_definition import containers
from ecs_secretmigrate.model.usage import RolloutStanding
from ecs_secretmigrate.steps import guard, prover, rollout, transformer
from ecs_secretmigrate.steps.checks import replaced_by, tag_text
from ecs_secretmigrate.steps.environment import references
from ecs_secretmigrate.steps.settling import entries_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import DefinitionPlan, Move
    from ecs_secretmigrate.model.storage import Written
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import Rollout, UserKind
    from ecs_secretmigrate.ports import Granter, Publisher, ReferenceReader, Runner, Store
    from ecs_secretmigrate.steps.planner import Draft, Venue


@dataclass(frozen=True, slots=True)
class Adapters:
    """What applying works through.

    Attributes:
        store: where values go.
        reader: how references are read.
        publisher: where the new task definition goes; None to store and prove only.
        granter: lets the execution role read; None to leave IAM alone.
        runners: moves what runs the old revision; empty to move nothing.
        settle: waits until IAM knows of what was granted.
        describe: reads ``family:revision``; None for files.
    """

    store: Store
    reader: ReferenceReader
    publisher: Publisher | None
    granter: Granter | None
    runners: Mapping[UserKind, Runner] = field(default_factory=dict)
    settle: Callable[[], None] = lambda: None
    describe: Callable[[str], TaskDefinition] | None = None


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
        raise BlockedError("; ".join(blocker.message for blocker in part.blockers))
    if not part.moves:
        return _go_on(part, venue, adapters, progress)
    written: dict[str, Written] = {}
    fresh = {move.target.name for move in part.moves if move.target and move.action is Action.CREATE}
    for entry in entries_for(drafts, definition, options):
        written[entry.name] = adapters.store.write(entry, is_new=entry.name in fresh)
        progress(f"{label}: {written[entry.name].outcome} {entry.name}")
    moves = tuple(_referenced(draft.move, written) for draft in drafts)
    new_role = part.execution_role_arn if part.sets_execution_role else None
    new = transformer.transform(definition.body, moves, execution_role_arn=new_role)
    compared = prover.prove(definition.body, new, adapters.reader)
    progress(f"{label}: proved, all {compared} values resolve to what they are now")
    guard.check(definition.body, new, moves, execution_role_arn=new_role)
    granted = _grant(part, _policy(part, moves, options, venue), adapters, progress)
    published = ""
    if adapters.publisher is not None:
        tags = {REPLACES_TAG: tag_text(label)} if definition.is_live else {}
        published = adapters.publisher.publish(definition, new, moves, tags)
        progress(f"{label}: now {published}")
    receipt = DefinitionReceipt(
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
    if not definition.is_live or not published or not adapters.runners:
        return receipt
    return _rolled_out(
        receipt, rollout.roll_out(part.users, label, published, adapters.runners, progress, goes_back=True)
    )


def unfinished(part: DefinitionPlan, runners: Mapping[UserKind, Runner]) -> bool:
    """Whether the definition is a migrated one whose roll-out an earlier run did not end."""
    old = replaced_by(part.definition)
    return bool(old) and not part.moves and rollout.waiting(part.users, old, part.definition.label, runners)


def _go_on(
    part: DefinitionPlan, venue: Venue, adapters: Adapters, progress: Callable[[str], None]
) -> DefinitionReceipt:
    """Nothing is left to move: go on with a roll-out that an earlier run did not end, if there is one."""
    definition = part.definition
    done = DefinitionReceipt(definition.source, definition.label, definition.family, Standing.NOTHING_TO_DO)
    old = replaced_by(definition)
    if adapters.describe is None or not unfinished(part, adapters.runners):
        return done
    problems, compared = prover.compare(adapters.describe(old).body, definition.body, adapters.reader)
    if problems:
        raise ParityError(
            f"{definition.label} does not give the containers what {old} gave them, at " + "; ".join(problems),
            cure="nothing was rolled out; mend the secrets named here, or plan again from " + old,
        )
    progress(f"{definition.label}: proved again, all {compared} values resolve to what {old} gave")
    wanted = [reference for _, container in containers(definition.body) for reference in references(container)]
    policy = execution_role_policy(
        wanted, partition=venue.partition, region=venue.region or "", account=venue.account or ""
    )
    granted = _grant(part, policy, adapters, progress)
    receipt = replace(done, standing=Standing.MIGRATED, compared=compared, published=definition.source, granted=granted)
    return _rolled_out(
        receipt, rollout.roll_out(part.users, old, definition.source, adapters.runners, progress, goes_back=True)
    )


def _grant(
    part: DefinitionPlan, policy: Mapping[str, object], adapters: Adapters, progress: Callable[[str], None]
) -> str:
    """Let the execution role read; its ARN where something had to be done."""
    role = part.execution_role_arn
    if adapters.granter is None or not role or not policy:
        return ""
    if not adapters.granter.grant(role, policy, part.definition.family):
        return ""
    progress(f"{part.definition.label}: {role} may read them")
    adapters.settle()
    return role


def _rolled_out(receipt: DefinitionReceipt, rollouts: Iterable[Rollout]) -> DefinitionReceipt:
    listed = tuple(rollouts)
    bad = [item for item in listed if not item.ok]
    if not bad:
        return replace(receipt, rollouts=listed)
    went_back = all(item.standing is RolloutStanding.ROLLED_BACK for item in bad)
    return replace(
        receipt,
        standing=Standing.ROLLED_BACK if went_back else Standing.FAILED,
        rollouts=listed,
        message="; ".join(f"{item.user.title}: {item.cause}" for item in bad),
        exit_code=ExitCode.ROLLED_BACK if went_back else ExitCode.FAILED,
    )


def _referenced(move: Move, written: Mapping[str, Written]) -> Move:
    """The move with the reference as the store gave it."""
    if move.target is None:
        return move
    reference = written[move.target.name].reference
    if move.target.key is not None:
        reference = SecretReference(reference, json_key=move.target.key).value_from
    return replace(move, value_from=reference)


def _policy(part: DefinitionPlan, moves: Sequence[Move], options: Options, venue: Venue) -> dict[str, Any]:
    """The policy with final references; keys of secrets that were there already were seen when it was planned."""
    final = execution_role_policy(
        (move.value_from for move in moves if move.action is not Action.DROP),
        partition=venue.partition,
        region=venue.region or "",
        account=venue.account or "",
        kms_key_id=options.kms_key_id,
        found_keys=[move.kms_key_id for move in moves],
    )
    decrypting = [item for item in part.policy.get("Statement", []) if item["Action"] == "kms:Decrypt"]
    return merged(final, {"Statement": decrypting}) if final and decrypting else final
