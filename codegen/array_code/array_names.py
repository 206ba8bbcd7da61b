"""Names in a function over arrays: arguments keep theirs, and no letter is called like one of them."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from derive.expr import Index


class Names:
    """Names of the function: those of arguments stay, whatever else would be called so gets a stroke."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.given: dict[Any, str] = {}
        self.asked: set[Any] = set()

    def keep(self, what: Any) -> None:
        """The name of an argument, an option or a size is its own."""
        self.given[what] = what.name
        self.taken.add(what.name)

    def __call__(self, what: Any) -> str:
        """The name of a tensor, a size, an option or a letter; always the same."""
        self.asked.add(what)
        key = what.name if isinstance(what, Index) and what not in self.given else what
        if key not in self.given:
            self.given[key] = self.new(what.name)
        return self.given[key]

    def new(self, wish: str) -> str:
        name = wish.replace("'", "_")
        while name in self.taken or iskeyword(name):
            name += "_"
        self.taken.add(name)
        return name


__all__ = ["Names"]
