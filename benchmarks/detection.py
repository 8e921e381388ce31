"""Precision, recall and F1 of the detectors, by kind and by confidence, and how many pairs a second.

    python -m benchmarks.detection                    the project's own pairs, made when it runs
    python -m benchmarks.detection CORPUS.jsonl       any corpus of {"id", "name", "value", "label", "kind", "note"}
    options: --set first|second  --half read|unread  --kinds  --misses  --strict  --json

A pair counts as found if it would move by default: a secret of high or medium confidence. --misses names rows by id
and name, never by value. --strict leaves out rows whose note begins with "debatable". --half takes every other row: of
the misses only those of the first, third, fifth ... row were ever read.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path
from typing import Any

from benchmarks import pairs
from ecs_secretmigrate.detectors import judge
from ecs_secretmigrate.detectors.names import read
from ecs_secretmigrate.model.verdict import Confidence

Row = dict[str, str]
_ROUNDS = 7


def load(path: Path | None, which: str = "first") -> list[Row]:
    """The rows of a corpus, or the project's own."""
    if path is None:
        return pairs.build(which)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(rows: list[Row]) -> dict[str, Any]:
    """Judge every row; return the figures."""
    counts: collections.Counter[str] = collections.Counter()
    levels: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    kinds: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0])
    wrong: list[Row] = []
    for row in rows:
        verdict = judge(row["name"], row["value"])
        predicted = verdict.secret and verdict.confidence is not Confidence.LOW
        wanted = row["label"] == "secret"
        counts[f"{'t' if predicted == wanted else 'f'}{'p' if predicted else 'n'}"] += 1
        if verdict.secret:
            levels[verdict.confidence.value]["right" if wanted else "wrong"] += 1
        tally = kinds[row["label"], row["kind"]]
        tally[0] += predicted == wanted
        tally[1] += 1
        if predicted != wanted:
            wrong.append({**row, "detector": verdict.detector})
    return {"counts": counts, "levels": levels, "kinds": kinds, "wrong": wrong, **_scores(counts)}


def _scores(counts: collections.Counter[str]) -> dict[str, float]:
    precision = counts["tp"] / max(1, counts["tp"] + counts["fp"])
    recall = counts["tp"] / max(1, counts["tp"] + counts["fn"])
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def pairs_a_second(rows: list[Row], *, cold: bool) -> float:
    """The best of several rounds over all rows, on one core; cold forgets every name before each round."""
    best = float("inf")
    for _ in range(_ROUNDS):
        if cold:
            read.cache_clear()
        start = time.perf_counter()
        for row in rows:
            judge(row["name"], row["value"])
        best = min(best, time.perf_counter() - start)
    return len(rows) / best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--set", choices=list(pairs.SETS), default="first")
    parser.add_argument("--half", choices=["read", "unread"])
    for flag in ("--kinds", "--misses", "--strict", "--json"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    rows = load(asked.corpus, asked.set)
    if asked.half:
        rows = rows[asked.half == "unread" :: 2]
    if asked.strict:
        rows = [row for row in rows if not row.get("note", "").startswith("debatable")]
    result = measure(rows)
    speed = {"warm": pairs_a_second(rows, cold=False), "cold": pairs_a_second(rows, cold=True)}
    if asked.json:
        shown = {key: round(result[key], 4) for key in ("precision", "recall", "f1")}
        print(json.dumps({"rows": len(rows), **shown, "pairs_a_second": {k: round(v) for k, v in speed.items()}}))
        return
    print(
        f"{len(rows)} pairs: precision {result['precision']:.3f}, recall {result['recall']:.3f}, F1 {result['f1']:.3f}"
    )
    print(f"{speed['warm']:,.0f} pairs a second ({speed['cold']:,.0f} with names never seen before)\n")
    print("| confidence | found | right | precision | recall from here up |\n| --- | --- | --- | --- | --- |")
    secrets = sum(row["label"] == "secret" for row in rows)
    so_far = 0
    for level in Confidence:
        tally = result["levels"][level.value]
        found = tally["right"] + tally["wrong"]
        so_far += tally["right"]
        share = tally["right"] / found if found else 0.0
        print(f"| {level} | {found} | {tally['right']} | {share:.3f} | {so_far / max(1, secrets):.3f} |")
    if asked.kinds:
        print("\n| label | kind | right | of |\n| --- | --- | --- | --- |")
        for (label, kind), (right, of) in sorted(result["kinds"].items()):
            print(f"| {label} | {kind} | {right} | {of} |")
    if asked.misses:
        print()
        for row in result["wrong"]:
            what = "missed" if row["label"] == "secret" else "false alarm"
            print(f"{what}: {row['id']} {row['name']} ({row['kind']}), said by {row['detector']}")


if __name__ == "__main__":
    main()
