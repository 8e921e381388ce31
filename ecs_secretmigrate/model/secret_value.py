"""A value that must not be seen: it holds its text where printing, diffing, copying and pickling cannot reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, final

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_QUOTE = 6
_LEAST_TELLING = 8
_LEAST_WORD = 16
_LEAST_DIFFERENT = 5

MASK = "********"
"""What stands where a value would: fixed, so that it does not tell the length."""


@final
class SecretValue:
    """Text that leaves only through :meth:`reveal`.

    Not a ``str`` (``"".join`` and ``json`` reveal subclasses), and the text sits in a closure, since tools such
    as DeepDiff read ``__slots__`` and ``__dict__``. A test lists the files that may call :meth:`reveal`.

    Args:
        text: the plaintext.
    """

    __slots__ = ("_open",)

    _open: Callable[[], str]

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_open", lambda: text)

    def reveal(self) -> str:
        """Return the plaintext; call it only where the text goes into a store, a detector or a rewritten file."""
        return self._open()

    def equals(self, other: SecretValue) -> bool:
        """Tell whether both hold exactly the same text, in constant time for equal lengths."""
        import hmac  # noqa: PLC0415 - start-up: it loads OpenSSL, and a scan compares nothing

        return hmac.compare_digest(
            self._open().encode("utf-8", "surrogatepass"), other._open().encode("utf-8", "surrogatepass")
        )

    def drawer(self, key: bytes) -> bytes:
        """A keyed digest by which equal values are brought together in memory.

        Args:
            key: random, made for one table and never kept: a digest must tell nothing outside it.
        """
        import hmac  # noqa: PLC0415 - as above

        return hmac.digest(key, self._open().encode("utf-8", "surrogatepass"), "sha256")

    @property
    def is_telling(self) -> bool:
        """Whether an equal value elsewhere is the same secret: ``true``, ``admin`` and ``postgres`` meet by chance."""
        plain = self._open()
        is_word = plain.isascii() and plain.isalpha()
        return len(plain) >= (_LEAST_WORD if is_word else _LEAST_TELLING) and len(set(plain)) >= _LEAST_DIFFERENT

    def is_quoted_in(self, text: str) -> bool:
        """Tell whether a text quotes it; a value of a few characters stands in many texts by chance, and is let go."""
        plain = self._open().strip()
        return len(plain) >= _LEAST_QUOTE and plain in text

    @property
    def is_empty(self) -> bool:
        """Whether the text is empty: such a value cannot be stored."""
        return not self._open()

    @property
    def is_whole(self) -> bool:
        """Whether it is text that UTF-8 can carry: JSON may hold one half of a surrogate pair."""
        try:
            self._open().encode()
        except UnicodeEncodeError:
            return False
        return True

    @property
    def size(self) -> int:
        """Size of the text in bytes of UTF-8, the unit of both stores' limits. Never shown: it tells the length."""
        return len(self._open().encode("utf-8", "surrogatepass"))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a SecretValue does not change")

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    # Equality by value would let a set or a dict tell which values are equal in a traceback or a diff: identity only.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __copy__(self) -> SecretValue:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> SecretValue:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a SecretValue cannot be pickled")
