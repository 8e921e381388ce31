"""Insertions and deletions of text for each kind of edit, in JSON, flow-style and block-style YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.sources.documents.marks import Mark, entry_of

if TYPE_CHECKING:
    from ecs_secretmigrate.sources.documents.marks import Entry

# A list item to be written: the item it is like, with the member renamed, or None; and its members' texts.
Item = tuple["tuple[Mark, str, str] | None", dict[str, str]]
_COMMENTS = {"json": re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL), "yaml": re.compile(r"#[^\n]*")}


def quoted(text: str) -> str:
    """A string as JSON writes it, which YAML's double quotes read too."""
    return json.dumps(text, ensure_ascii=False)


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def _plain(text: str) -> str:
    """A string as block-style YAML is usually written: bare where that is safe."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else quoted(text)


class Splices:
    """Collects changes to a text; nothing else of it moves.

    Args:
        text: the text.
        form: ``json`` or ``yaml``.
    """

    def __init__(self, text: str, form: str) -> None:
        self._text = text
        self._form = form
        self._deleted: list[tuple[int, int]] = []
        self._inserted: dict[int, list[str]] = {}
        self._tail = ""
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def result(self) -> str:
        """The text with all changes made."""
        keep = [True] * (len(self._text) + 1)
        for start, end in self._deleted:
            keep[start:end] = [False] * (end - start)
        parts: list[str] = []
        for offset in range(len(self._text) + 1):
            parts.extend(self._inserted.get(offset, ()))
            if offset < len(self._text) and keep[offset]:
                parts.append(self._text[offset])
        text = "".join(parts)
        if self._tail:  # new lines after a text that had no newline at its end still have none
            joint = "" if not text or text.endswith("\n") else self._newline
            text += joint + self._tail.removesuffix(self._newline)
        return text

    # -- what is where -------------------------------------------------------------------------------------------

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Just past the newline that ends the line, or the end of the text."""
        end = self._text.find("\n", offset)
        return len(self._text) if end < 0 else end + 1

    def _indent(self, offset: int) -> str:
        start = self._line_start(offset)
        return re.match(r"[ \t]*", self._text[start:offset]).group()  # type: ignore[union-attr]

    def _alone_before(self, offset: int) -> bool:
        return not self._text[self._line_start(offset) : offset].strip()

    def _comments(self, start: int, end: int) -> list[tuple[int, int]]:
        return [
            (start + match.start(), start + match.end())
            for match in _COMMENTS[self._form].finditer(self._text[start:end])
        ]

    def _comma(self, start: int, end: int) -> int | None:
        """The comma in a gap between two nodes, outside comments."""
        comments = self._comments(start, end)
        for offset in range(start, end):
            if self._text[offset] == "," and not any(a <= offset < b for a, b in comments):
                return offset
        return None

    def _insert_at(self, offset: int, text: str) -> None:
        self._inserted.setdefault(offset, []).append(text)

    # -- removing ------------------------------------------------------------------------------------------------

    def remove(self, owner: Mark, steps: list[Any]) -> None:
        """Take items out of a list, or entries (with every repetition of the key) out of a map."""
        parts: list[Any] = owner.items if owner.kind == "list" else owner.entries
        gone = {
            index for index, part in enumerate(parts) if (index in steps if owner.kind == "list" else part.key in steps)
        }
        if owner.block:
            self._remove_lines(owner, parts, gone)
        else:
            self._remove_between_commas(owner, parts, gone)

    def _remove_between_commas(self, owner: Mark, parts: list[Any], gone: set[int]) -> None:
        commas = [
            self._comma(part.end, parts[index + 1].start if index + 1 < len(parts) else owner.end - 1)
            for index, part in enumerate(parts)
        ]
        kept = [index for index in range(len(parts)) if index not in gone]
        if (
            not kept
            and not self._comments(owner.start + 1, parts[0].start)
            and not any(
                self._comments(part.end, parts[i + 1].start if i + 1 < len(parts) else owner.end - 1)
                for i, part in enumerate(parts)
            )
        ):
            self._deleted.append((owner.start + 1, owner.end - 1))
            return
        for index in sorted(gone):
            self._remove_one(owner, parts, index, commas[index])
        had_trailing = commas[-1] is not None
        if kept and not had_trailing:
            last = commas[kept[-1]]
            if last is not None:
                self._deleted.append((last, last + 1))

    def _remove_one(self, owner: Mark, parts: list[Any], index: int, comma: int | None) -> None:
        start, end = parts[index].start, parts[index].end
        if comma is not None and not self._text[end:comma].strip():
            end = comma + 1
        elif comma is not None:
            self._deleted.append((comma, comma + 1))
        line_end = self._line_end(end)
        rest = self._text[end:line_end].strip()
        if self._alone_before(start) and not rest and line_end <= owner.end:
            self._deleted.append((self._line_start(start), line_end))
            return
        comment = rest.startswith(("//", "#")) or (rest.startswith("/*") and rest.endswith("*/"))
        if self._alone_before(start) and comment:
            # A comment that stood behind it stays, on a line of its own.
            behind = end + len(self._text[end:line_end]) - len(self._text[end:line_end].lstrip())
            self._deleted.append((start, behind))
            return
        if index + 1 < len(parts):
            gap = self._text[end : parts[index + 1].start]
            spaces = len(gap) - len(gap.lstrip(" \t"))
            self._deleted.append((start, end + spaces))
            return
        before = self._text[owner.start + 1 : start]
        self._deleted.append((start - (len(before) - len(before.rstrip(" \t"))), end))

    def _remove_lines(self, owner: Mark, parts: list[Any], gone: set[int]) -> None:
        for index in sorted(gone):
            start, end = self._block_start(owner, parts[index]), parts[index].end
            line_end = self._line_end(end)
            rest = self._text[end:line_end].strip()
            if not self._alone_before(start):
                # A map's first entry, on the line of the dash of the list it is an item of.
                following = parts[index + 1].start if index + 1 < len(parts) else end
                self._deleted.append((start, following))
            elif rest:
                behind = end + len(self._text[end:line_end]) - len(self._text[end:line_end].lstrip())
                self._deleted.append((start, behind))
            else:
                self._deleted.append((self._line_start(start), line_end))
        if len(gone) == len(parts):
            # After the key's colon: the owner's content began on a later line.
            anchor = self._text.rfind(":", 0, self._block_start(owner, parts[0])) + 1
            self._insert_at(anchor, " []" if owner.kind == "list" else " {}")

    def _block_start(self, owner: Mark, part: Any) -> int:
        """Where a part's own text starts: for a list item at its dash."""
        if owner.kind != "list":
            return int(part.start)
        return self._text.rfind("-", 0, part.start)

    # -- adding --------------------------------------------------------------------------------------------------

    def set_key(self, owner: Mark, key: str, text: str, after: str) -> None:
        """Add a key, or give the one that is there this text."""
        present = next((entry for entry in owner.entries if entry.key == key), None)
        if present is not None:
            start = present.value.start
            if present.value.end == start:  # an empty YAML value
                self._insert_at(present.key_end + 1, f" {quoted(text)}")
                return
            self._deleted.append((start, present.value.end))
            self._insert_at(start, quoted(text))
            return
        beside = next((entry for entry in owner.entries if entry.key == after), owner.entries[-1])
        self._new_entry(owner, beside, key, quoted(text))

    def append(self, target: Entry, items: list[Item], source: Entry) -> None:
        """Add items at the end of a list."""
        owner = target.value
        if not owner.items:
            indent = self._indent(target.key_start)
            self._deleted.append((owner.start + 1, owner.end - 1))
            self._insert_at(owner.start + 1, self._flow_inside(items, source.value, indent))
            return
        last = owner.items[-1]
        if owner.block:
            dash = self._block_start(owner, last)
            lines = "".join(self._block_item(item, self._column_text(dash)) for item in items)
            self._insert_line(last.end, lines)
            return
        comma = self._comma(last.end, owner.end - 1)
        alone = self._alone_before(last.start)
        indent = self._indent(last.start)
        texts = [self._flow_item(item, indent) for item in items]
        if not alone:
            joined = "".join(f",{self._gap(owner)}{text}" for text in texts)
            self._insert_at(last.end, joined)
            return
        if comma is None:
            self._insert_at(last.end, ",")
        end = self._line_end(comma + 1 if comma is not None else last.end)
        lines = f",{self._newline}".join(f"{indent}{text}" for text in texts)
        if end >= owner.end:  # the bracket closes on the last item's line
            self._insert_at(comma + 1 if comma is not None else last.end, self._newline + lines)
        else:
            self._insert_at(end, lines + ("," if comma is not None else "") + self._newline)

    def replace_with_list(self, target: Entry, items: list[Item], source: Entry, owner: Mark) -> None:
        """Put a list where null stands."""
        value = target.value
        indent = self._indent(target.key_start)
        del owner
        start = value.start if value.end > value.start else target.key_end + 1
        self._deleted.append((value.start, value.end))
        lead = "" if value.end > value.start else " "
        self._insert_at(start, f"{lead}[{self._flow_inside(items, source.value, indent)}]")

    def new_list(self, owner: Mark, source: Entry, key: str, items: list[Item]) -> None:
        """Make a list right after another key, in that key's style."""
        model = source.value
        if owner.block and model.block:
            indent = self._column_text(source.key_start)
            if model.kind == "list":
                dash_indent = self._column_text(self._block_start(model, model.items[0]))
            else:
                dash_indent = indent + "  "
            lines = "".join(self._block_item(item, dash_indent) for item in items)
            self._insert_line(model.end, f"{indent}{key}:{self._newline}{lines}")
            return
        indent = self._indent(source.key_start)
        self._new_entry(owner, source, key, f"[{self._flow_inside(items, model, indent)}]")

    def _new_entry(self, owner: Mark, beside: Entry, key: str, value: str) -> None:
        if owner.block:
            self._insert_line(beside.end, f"{self._column_text(beside.key_start)}{key}: {value}{self._newline}")
            return
        between = self._text[beside.key_end : beside.value.start]
        colon = between if re.fullmatch(r"[ \t]*:[ \t]*", between) else ": "
        own_line = self._alone_before(beside.key_start)
        lead = self._newline + self._indent(beside.key_start) if own_line else self._gap(owner)
        is_plain = self._form == "yaml" and self._text[beside.key_start] not in "\"'"
        name = key if is_plain else quoted(key)
        self._insert_at(beside.end, f",{lead}{name}{colon}{value}")

    def _gap(self, owner: Mark) -> str:
        """What stands between a comma and the next part on its line: nothing in compact JSON."""
        parts: list[Any] = owner.items if owner.kind == "list" else owner.entries
        starts = [part.start if owner.kind == "list" else part.key_start for part in parts[1:]]
        return "" if starts and all(self._text[start - 1] == "," for start in starts) else " "

    def _insert_line(self, after: int, lines: str) -> None:
        """Insert whole lines after the line of an offset, which may be the text's last and lack its newline."""
        end = self._line_end(after)
        if end == len(self._text) and not self._text.endswith("\n"):
            self._tail += lines
        else:
            self._insert_at(end, lines)

    def _column_text(self, offset: int) -> str:
        """Spaces up to the column of an offset."""
        return " " * (offset - self._line_start(offset))

    def _flow_inside(self, items: list[Item], model: Mark, indent: str) -> str:
        """What stands between the brackets of a new list, laid out like the list it comes from."""
        first = (model.items or model.entries or [None])[0]
        if model.block or first is None or not self._alone_before(first.start):
            gap = self._gap(model) if model.kind == "list" and not model.block else " "
            return f",{gap}".join(self._flow_item(item, None) for item in items)
        inner = self._indent(first.start)
        lines = f",{self._newline}".join(inner + self._flow_item(item, inner) for item in items)
        return f"{self._newline}{lines}{self._newline}{indent}"

    def _flow_item(self, item: Item, indent: str | None) -> str:
        """An item's text: that of the item it is like, its member renamed, or a new one on one line."""
        like, members = item
        if like is None or like[0].block:
            return "{" + ", ".join(f"{quoted(name)}: {quoted(text)}" for name, text in members.items()) + "}"
        mark, before, after = like
        text = self._renamed(mark, before, after, members)
        old = self._indent(mark.start)
        if indent is not None and old != indent:
            text = text.replace(f"\n{old}", f"\n{indent}")
        return text

    def _block_item(self, item: Item, indent: str) -> str:
        """An item's lines in block style."""
        like, members = item
        if like is not None and not like[0].block:
            return f"{indent}- {self._renamed(*like, members)}{self._newline}"
        if like is None:
            pairs = [f"{name}: {_plain(text)}" for name, text in members.items()]
            body = f"{self._newline}{indent}  ".join(pairs)
            return f"{indent}- {body}{self._newline}"
        mark, before, after = like
        dash = self._text.rfind("-", 0, mark.start)
        text = self._text[dash : mark.start] + self._renamed(mark, before, after, members)
        old = self._column_text(dash)
        if old != indent:
            text = text.replace(f"\n{old}", f"\n{indent}")
        return f"{indent}{text}{self._newline}"

    def _renamed(self, mark: Mark, before: str, after: str, members: dict[str, str]) -> str:
        """The item's own text with one member renamed and its value replaced."""
        entry = entry_of(mark, before)
        key = self._text[entry.key_start : entry.key_end]
        name = key.replace(before, after) if before in key else quoted(after)
        middle = self._text[entry.key_end : entry.value.start] if entry.value.end > entry.value.start else ": "
        tail = self._text[max(entry.value.end, entry.key_end) : mark.end] if entry.value.end > entry.key_end else ""
        return self._text[mark.start : entry.key_start] + name + middle + quoted(members[after]) + tail
