"""What ``status``, ``rollback`` and ``retire`` tell: as plain data, and in words that every format shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ecs_secretmigrate.reports import fleet
from ecs_secretmigrate.reports.wording import plural, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecs_secretmigrate.model.revision import FamilyStatus, Retirement, Reversal
    from ecs_secretmigrate.model.usage import Rollout, User

Document = dict[str, Any]


TITLES = {
    "status": "Where migrations stand",
    "reversal": "Migrations rolled back",
    "retirement": "Old revisions that held plaintext",
    "fleet": "ECS task definitions of many accounts",
}


class Block(NamedTuple):
    """One task definition or family in words.

    Attributes:
        title: its label.
        state: how it stands, one or few words.
        good: whether that is well.
        lines: what there is to say.
    """

    title: str
    state: str
    good: bool
    lines: list[str]


def user_document(user: User) -> Document:
    """Who runs a task definition."""
    return {
        "kind": user.kind.value,
        "label": user.label,
        "arn": user.arn,
        "runs": user.runs,
        "follows": user.follows,
        "nextStep": user.next_step,
        "overrides": [name for name, _ in user.overrides],
    }


def rollout_document(rollout: Rollout) -> Document:
    """What became of one of them."""
    return {
        **user_document(rollout.user),
        "standing": rollout.standing.value,
        "to": rollout.to,
        "ok": rollout.ok,
        "cause": rollout.cause,
        "cure": rollout.cure,
    }


def status_document(found: Sequence[FamilyStatus]) -> Document:
    """Where migrations stand."""
    return {
        "version": 1,
        "kind": "status",
        "definitions": [
            {
                "label": item.label,
                "stage": item.stage.value,
                "replaces": item.replaces,
                "plaintext": item.plaintext,
                "old": list(item.old),
                "users": [user_document(user) for user in item.users],
                "nextStep": item.next_step,
            }
            for item in found
        ],
    }


def reversal_document(done: Sequence[Reversal]) -> Document:
    """What a rollback did."""
    return {
        "version": 1,
        "kind": "reversal",
        "definitions": [
            {
                "label": item.label,
                "to": item.to,
                "ok": not item.exit_code,
                "rollouts": [rollout_document(rollout) for rollout in item.rollouts],
                "unused": list(item.unused),
                "deleted": list(item.deleted),
                "deregistered": item.deregistered,
                "message": item.message,
            }
            for item in done
        ],
    }


def retirement_document(done: Sequence[Retirement], *, dry_run: bool) -> Document:
    """What a retirement did, or would do."""
    return {
        "version": 1,
        "kind": "retirement",
        "dryRun": dry_run,
        "families": [
            {
                "family": item.family,
                "refusal": item.refusal,
                "users": [user_document(user) for user in item.users],
                "unknown": [user_document(user) for user in item.unknown],
                "going": list(item.going),
                "gone": list(item.gone),
                "underWay": list(item.under_way),
                "failed": [{"revision": label, "reason": reason} for label, reason in item.failed],
                "rotate": [
                    {
                        "name": exposure.label,
                        "detector": exposure.detector,
                        "revisions": list(exposure.revisions),
                        "since": exposure.since,
                    }
                    for exposure in item.exposures
                ],
            }
            for item in done
        ],
    }


def blocks(document: Document) -> Iterator[Block]:
    """A document in words."""
    match document["kind"]:
        case "status":
            yield from map(_status, document["definitions"])
        case "reversal":
            yield from map(_reversal, document["definitions"])
        case "retirement":
            yield from (_retirement(item, dry_run=document["dryRun"]) for item in document["families"])
        case "fleet":
            yield from map(_target, document["targets"])


def closing(document: Document) -> str:
    """The last line."""
    match document["kind"]:
        case "fleet":
            return fleet.closing(document)
        case "status":
            return f"{plural(len(document['definitions']), 'task definition')}."
        case "reversal":
            ok = all(item["ok"] for item in document["definitions"])
            return (
                "What ran the migrated revisions runs the plaintext ones again: `apply` migrates them anew."
                if ok
                else "Not all of it went back: see above."
            )
    gone = sum(len(item["gone"]) for item in document["families"])
    if document["dryRun"]:
        going = sum(len(item["going"]) for item in document["families"] if not item["refusal"])
        return f"{plural(going, 'revision')} would be deleted; nothing was changed."
    return f"{plural(gone, 'revision')} deleted." + (
        " AWS removes them for good within a day; until then whoever may describe them can read them." if gone else ""
    )


def runs(user: Document) -> str:
    """One line on who runs what."""
    words = f"{user['kind']} {safe(user['label'])} runs {safe(user['runs']) or 'what it computes'}"
    if user["follows"]:
        words += " (the latest revision, whichever that is)"
    return f"{words}: {safe(user['nextStep'])}" if user["nextStep"] else words


def rolled(item: Document) -> str:
    """One line on what became of who runs it."""
    words = f"{item['kind']} {safe(item['label'])}: {item['standing']}"
    if item["standing"] == "moved":
        words += f" to {safe(item['to'])}"
    for part in (item["cause"], item["cure"]):
        if part:
            words += f"; {safe(part)}"
    return words


def _target(item: Document) -> Block:
    title = " ".join(safe(item[key]) for key in ("target", "account", "region") if item[key])
    return Block(
        title,
        safe(item["outcome"]),
        item["outcome"] == "done",
        [safe(item["summary"]), *(fleet.reasons(item) if item["outcome"] == "failed" else ())],
    )


def _status(item: Document) -> Block:
    lines = [f"replaces {safe(item['replaces'])}"] if item["replaces"] else []
    if item["plaintext"]:
        lines.append(f"{plural(item['plaintext'], 'value')} in plaintext could move")
    if item["old"]:
        lines.append(f"still in plaintext: {', '.join(map(safe, item['old']))}")
    lines.extend(map(runs, item["users"]))
    if item["nextStep"]:
        lines.append(f"next: {safe(item['nextStep'])}")
    good = item["stage"] in {"nothing to move", "migrated", "retired"}
    return Block(safe(item["label"]), safe(item["stage"]), good, lines)


def _reversal(item: Document) -> Block:
    lines = [safe(item["message"])] if item["message"] else []
    lines.extend(map(rolled, item["rollouts"]))
    if not item["rollouts"] and item["ok"]:
        lines.append("nothing ran it")
    if item["deregistered"]:
        lines.append("deregistered")
    if item["deleted"]:
        lines.append(f"deleted: {_names(item['deleted'])}")
    elif item["unused"]:
        lines.append(f"unused now: {_names(item['unused'])} (--delete-secrets removes them)")
    state = f"back to {safe(item['to'])}" if item["ok"] else "not rolled back"
    return Block(safe(item["label"]), state, item["ok"], lines)


def _retirement(item: Document, *, dry_run: bool) -> Block:
    lines = [safe(item["refusal"])] if item["refusal"] else []
    lines.extend(map(runs, item["users"]))
    lines.extend(
        f"look whether it runs one of them: {safe(user['kind'])} {safe(user['label'])}" for user in item["unknown"]
    )
    listed = item["gone"] or item["going"]
    if listed:
        lines.append(f"{'deleted' if item['gone'] else 'to be deleted'}: {_names(listed)}")
    if item["underWay"]:
        lines.append(f"being deleted by AWS: {_names(item['underWay'])}")
    lines.extend(f"{safe(failed['revision'])} was left: {safe(failed['reason'])}" for failed in item["failed"])
    if item["rotate"]:
        lines.append("Rotate, in this order: store the new value, start new tasks, make the old value void:")
        for number, exposure in enumerate(item["rotate"], 1):
            since = f" since {safe(exposure['since'][:10])}" if exposure["since"] else ""
            lines.append(
                f"{number}. {safe(exposure['name'])} ({safe(exposure['detector'])}), exposed{since} in "
                f"{_names(exposure['revisions'])}"
            )
    if item["refusal"]:
        return Block(safe(item["family"]), "refused", False, lines)
    state = "failed" if item["failed"] else "to retire" if dry_run and item["going"] else "retired"
    return Block(safe(item["family"]), state, not item["failed"], lines or ["no revision holds plaintext"])


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(safe, names))
