"""What a review shows of a finding: everything but its value."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.commands.output import width
from ecs_secretmigrate.reports.documents import finding_document
from ecs_secretmigrate.reports.wording import found_at, label, plural, safe, stands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.commands.agenda import Item

_OWN = "this project's own rule"


class Screen:
    """The terminal, on stderr."""

    def say(self, words: str, indent: str = "") -> None:
        """A paragraph."""
        typer.echo(_wrapped(words, indent), err=True)

    def item(self, item: Item, position: int | None = None, count: int | None = None) -> None:
        """A finding, and what would happen to it."""
        finding = finding_document(item.first)
        name = label(finding)
        shown = name if "NO_COLOR" in os.environ else typer.style(name, bold=True)
        place = f"{position} of {count}  " if position is not None else ""
        typer.echo(f"\n{place}{safe(finding['source'])}  family {safe(finding['family'])}", err=True)
        typer.echo(f"  {shown}  {finding['confidence']}", err=True)
        typer.echo(f"    {safe(finding['location'])}", err=True)
        if len(item.findings) > 1:
            self.say(f"and in {plural(len(item.findings) - 1, 'more place')}, which one decision covers", "    ")
        self.say(f"{finding['reason']} ({finding['detector']})", "    ")
        self.say(stands(finding), "    ")

    def why(self, item: Item) -> None:
        """What the detectors look for, where that is documented, and what it was not taken for."""
        from ecs_secretmigrate.detectors.catalogue import RULES

        found = dict.fromkeys(finding.detector for finding in item.findings)
        for detector in found:
            rule = next((rule for rule in RULES if rule.id == detector), None)
            if rule is None:  # asked for by a flag or a decision, not by a detector
                self.say(f"{detector}: {item.first.reason}", "  ")
                continue
            self.say(f"{rule.id} looks for: {rule.looks_for}", "  ")
            self.say(f"source: {rule.source or _OWN}", "  ")
        self.say("It is none of what is left alone:", "  ")
        for rule in RULES:
            if not rule.secret and rule.id not in found:
                self.say(f"{rule.id}: {rule.looks_for}", "    ")

    def list(self, items: Sequence[Item]) -> None:
        """All findings with their numbers, and what is decided."""
        digits = len(str(len(items)))
        typer.echo(f"\n{'':>{digits}}  decided  sure   alone", err=True)
        for item in items:
            finding = finding_document(item.first)
            proposed = "moves" if item.proposed else "stays"
            typer.echo(
                f"{item.number:>{digits}}  {item.state:<8} {finding['confidence']:<6} {proposed}  "
                f"{safe(finding['family'])} {found_at(finding)}",
                err=True,
            )

    def cannot(self, item: Item, why: str) -> None:
        """Why a decision cannot be, and what to do instead."""
        verb = "needs no decision" if item.settled else "cannot be moved"
        self.say(f"{found_at(finding_document(item.first))} {verb}: {why}", "  ")


def _wrapped(words: str, indent: str) -> str:
    return textwrap.fill(
        safe(words),
        max(width(), 40),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
