"""What a model is made of: definitions, options, programs, and what a layer inside another adds.

Nothing here looks whether they fit together: ``derive.model.validate`` does, over the view ``Model``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sympy import Expr, S, Symbol

from derive.expr import Acc, Binder, ModelError, Tensor, accesses, substitute, tensors
from derive.model.shown import Shown


@dataclass(frozen=True)
class Def(Shown):
    """``lhs = expr`` for every value of the ``free`` indices (inclusive ranges, outermost first).

    The left side may be mixed radix (``y[n, g*Og + o]``, ``x[s*q + r - p]``) but never writes an
    element twice.  With ``scatter`` the statement is ``lhs += expr`` into an array that starts at
    zero, and the left side may depend on data; where a bracket of ``expr`` is false the statement is
    skipped, so that its left side may lie outside the array there.  ``origin`` is the file and the line
    where a user wrote it; it distinguishes nothing.
    """

    lhs: Acc
    free: tuple[Binder, ...]
    expr: Expr
    scatter: bool = False
    origin: str = field(default="", compare=False, repr=False)

    @property
    def place(self) -> str:
        """Where it was written, for an error: ``" (model.py:12)"``."""
        return f" ({self.origin})" if self.origin else ""

    @property
    def tensor(self) -> Tensor:
        return self.lhs.tensor

    @property
    def reads(self) -> tuple[Tensor, ...]:
        """What the statement reads: its right side, the places of its left side, the ends of its ranges."""
        places = (*self.lhs.index, *(end for _, lo, hi in self.free for end in (lo, hi)))
        return tuple(dict.fromkeys(t for e in (self.expr, *places) for t in tensors(e)))

    @property
    def indices(self) -> tuple[Symbol, ...]:
        return tuple(z for z, _, _ in self.free)

    @property
    def pointwise(self) -> bool:
        """Whether an element is made of those at its own place alone, whatever the place and their number."""
        read = accesses(self.expr)
        said = self.expr.xreplace(dict.fromkeys(read, S.One)).free_symbols
        own = {*self.indices, *self.tensor.free_symbols}
        return all(a.index in (self.lhs.index, ()) for a in read) and said.isdisjoint(own)

    def substitute(self, mapping: Mapping[Any, Any]) -> Def:
        """The definition with sizes, options or whole accesses replaced; its free indices stay."""
        free = tuple((z, substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in self.free)
        lhs = substitute(self.lhs, {k: v for k, v in mapping.items() if k != self.lhs})
        return replace(self, lhs=lhs, free=free, expr=substitute(self.expr, mapping))

    def __str__(self) -> str:
        ranges = ", ".join(f"{z}={lo}..{hi}" for z, lo, hi in self.free)
        return f"{self.lhs} {'+=' if self.scatter else '='} {self.expr}   for {ranges}"


@dataclass(frozen=True)
class Option:
    """A hyper-parameter of a layer: one argument of the kernels, one or several symbols of the formula.

    A scalar argument is given to every symbol; a tuple of k values is repeated in runs (for
    ``padding`` with symbols ``p_t p_b p_l p_r``, ``(1, 2)`` means 1 above and below, 2 left and
    right); nested pairs are flattened.
    """

    name: str
    symbols: tuple[Symbol, ...]
    default: int | float | None
    minimum: int | float | None = None
    maximum: int | float | None = None
    summary: str = ""

    @property
    def kind(self) -> str:
        """``"int"`` or ``"float"``."""
        return "int" if all(s.is_integer for s in self.symbols) else "float"

    @property
    def example(self) -> int | float:
        """A value to try the layer with: the default, or the admitted number next to one."""
        if self.default is not None:
            return self.default
        at_least = 1 if self.minimum is None else max(self.minimum, 1)
        return at_least if self.maximum is None else min(at_least, self.maximum)

    def __iter__(self) -> Any:
        return iter(self.symbols)

    def _sympy_(self) -> Symbol:
        """The option in a formula: its symbol, where it has one."""
        if len(self.symbols) == 1:
            return self.symbols[0]
        names = ", ".join(s.name for s in self.symbols)
        text = f"option {self.name} stands for {len(self.symbols)} symbols"
        raise ModelError(f"{text}: unpack it, `{names} = option(...)`, and write one of them")


def _in_formulas(name: str) -> Any:
    """An operator of expressions, for an option that stands in a formula."""

    def operator(self: Option, *others: Any) -> Any:
        return getattr(self._sympy_(), name)(*others)

    operator.__name__ = name
    operator.__doc__ = f"``{name}`` of the option's symbol."
    return operator


for _name in (
    "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow",
    "floordiv", "rfloordiv", "mod", "rmod", "neg", "lt", "le", "gt", "ge",
):  # fmt: skip
    setattr(Option, f"__{_name}__", _in_formulas(f"__{_name}__"))


@dataclass(frozen=True)
class Program(Shown):
    """A list of definitions that a kernel computes: what it reads, what it defines, what it returns.

    The forward of a layer, its VJP towards one or all inputs, its JVP: all are programs.
    """

    name: str
    inputs: tuple[Tensor, ...]
    defs: tuple[Def, ...]
    outputs: tuple[Tensor, ...]

    def definition(self, tensor: Tensor) -> Def:
        """The (first) definition of ``tensor``."""
        for one in self.defs:
            if one.tensor == tensor:
                return one
        raise KeyError(f"{self.name} defines no {tensor.name}")


@dataclass(frozen=True)
class Applied:
    """One layer used inside another (``derive.model.compose.apply``): what it adds to the outer model."""

    defs: tuple[Def, ...]
    sizes: Mapping[Symbol, Expr]
    requires: tuple[tuple[Any, str], ...] = ()
    conventions: tuple[str, ...] = ()


class Model(Protocol):
    """What a validation looks at: the fields of a layer that say what it computes, and from what."""

    @property
    def name(self) -> str: ...
    @property
    def forward(self) -> Sequence[Def]: ...
    @property
    def inputs(self) -> tuple[Tensor, ...]: ...
    @property
    def outputs(self) -> tuple[Tensor, ...]: ...
    @property
    def aux(self) -> tuple[Tensor, ...]: ...
    @property
    def wrt(self) -> tuple[Tensor, ...]: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def sizes(self) -> Mapping[Symbol, Expr]: ...
    @property
    def requires(self) -> Sequence[tuple[Any, str]]: ...
    @property
    def option_symbols(self) -> Mapping[Symbol, Any]: ...


__all__ = ["Applied", "Def", "Model", "ModelError", "Option", "Program"]
