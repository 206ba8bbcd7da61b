"""What makes a kernel illegal, and where it stands."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Tuple

from codegen.loops.nodes import Choose, If, Loop, Node, Parallel, Split
from codegen.loops.roles import ranges
from derive.model.definitions import Def


class Illegal(ValueError):
    """A kernel that may read or write outside its arrays, race, or use what is not defined."""

    def __init__(
        self,
        text: str,
        around: tuple[str, ...] = (),
        kernel: str = "",
        one: Def | None = None,
        ways_out: tuple[str, ...] = (),
    ) -> None:
        self.text, self.around, self.kernel, self.one, self.ways_out = text, around, kernel, one, ways_out
        told = () if one is None else (f"the definition of {one.tensor.name}{one.place}",)
        where = "".join(f"\n    in {line}" for line in (*around, *told))
        more = "".join(f"\n  {line}" for line in ways_out if one is not None)
        super().__init__(f"{kernel}: {text}{where}{more}" if kernel else f"{text}{where}{more}")

    def _with(self, **changed: Any) -> Illegal:
        return Illegal(**(vars(self) | changed))

    def inside(self, node: Node) -> Illegal:
        """The same fault, seen from outside of ``node``."""
        return self._with(around=(_head(node), *self.around))

    def about(self, one: Def | None) -> Illegal:
        """The same fault in the loops of a definition, if it is not known to be in those of another."""
        return self._with(one=self.one or one)

    def of(self, kernel: str) -> Illegal:
        """The same fault with the name of its kernel."""
        return self._with(kernel=kernel)


def _head(node: Node) -> str:
    match node:
        case Loop() | Parallel():
            word = "parallel" if isinstance(node, Parallel) else "loop"
            spans = (f"{r.index} = {_ends(r.lo, 'max')}..{_ends(r.hi, 'min')}" for r in ranges(node))
            return f"{word} {', '.join(spans)}"
        case If():
            return f"if {Tuple(*node.conds)}"
        case Choose():
            return f"a choice by {node.by or Tuple(*node.conds)}"
        case Split():
            return f"digits {', '.join(str(r.index) for r in node.letters)} of {node.flat}"
        case _:
            return type(node).__name__


def _ends(ends: tuple[Expr, ...], word: str) -> str:
    return str(ends[0]) if len(ends) == 1 else f"{word}({', '.join(map(str, ends))})"
