"""Indices, tensors, their elements, and bounded reductions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sympy import Basic, Expr, S, Symbol, Tuple, sympify
from sympy.core.symbol import Str
from sympy.printing.precedence import PRECEDENCE

from derive.expr.conditions import Cond, Iverson, Where, conjunction, ge
from derive.expr.expansion import expand

Binder: TypeAlias = tuple[Symbol, Expr, Expr]
"""A bound index with its inclusive range: ``(z, lo, hi)``; the range may mention earlier binders."""


class Index(Symbol):
    """An index letter.  ``extent`` is its declared range ``0 .. extent-1`` (``None`` for a made-up one)."""

    __slots__ = ("extent",)
    extent: Expr

    def __new__(cls, name: str, extent: Any = None) -> Index:
        return _index(name, None if extent is None else sympify(extent))

    def _hashable_content(self) -> tuple[Any, ...]:
        # SymPy orders equal names by what follows, and nothing orders None.
        return (*super()._hashable_content(), Tuple() if self.extent is None else self.extent)

    def __getnewargs_ex__(self) -> tuple[tuple[str, Expr], dict[str, Any]]:
        return (self.name, self.extent), {}


@lru_cache(maxsize=1 << 14)
def _index(name: str, extent: Expr | None) -> Index:
    """One object for each letter: equal letters are compared a million times."""
    made: Index = Symbol.__xnew__(Index, name, integer=True)
    made.extent = extent
    return made


class Tensor(Basic):
    """A named array.  ``axes`` are the letters by which its elements are named in print.

    ``kind`` is ``"real"`` or ``"integer"``; ``sign`` is ``""``, ``"nonnegative"`` or ``"positive"``;
    integer data lie in ``0 .. bound-1``.
    """

    def __new__(
        cls,
        name: str | Str,
        shape: Sequence[Any],
        axes: Sequence[Symbol],
        kind: str | Str = "real",
        sign: str | Str = "",
        bound: Any = 0,
    ) -> Tensor:
        if len(shape) != len(axes):
            raise ValueError(f"tensor {name}: {len(shape)} extents but {len(axes)} axes")
        return _tensor(_str(name), Tuple(*shape), Tuple(*axes), _str(kind), _str(sign), sympify(bound))

    @property
    def name(self) -> str:
        return self.args[0].name

    @property
    def shape(self) -> tuple[Expr, ...]:
        return tuple(self.args[1].args)

    @property
    def axes(self) -> tuple[Symbol, ...]:
        return tuple(self.args[2].args)

    @property
    def kind(self) -> str:
        return self.args[3].name

    @property
    def sign(self) -> str:
        return self.args[4].name

    @property
    def bound(self) -> Expr:
        return self.args[5]

    @property
    def free_symbols(self) -> set[Basic]:
        """The sizes in the shape; the axis letters only name."""
        return set(_sizes(self))

    def rename(self, name: str, **changes: Any) -> Tensor:
        """The same tensor under another name (a cotangent, a tangent), other fields as given."""
        fields = {"kind": self.kind, "sign": self.sign, "bound": self.bound} | changes
        return Tensor(name, self.shape, self.axes, **fields)

    def __getitem__(self, index: Any) -> Acc:
        return Acc(self, *(index if isinstance(index, tuple) else (index,)))

    def inside(self, *index: Any) -> tuple[Cond, ...]:
        """The conditions under which ``index`` lies in the array; those that always hold are left out."""
        conds: list[Cond] = []
        for at, extent in zip(index, self.shape, strict=True):
            at = sympify(at)
            if isinstance(at, Index) and at.extent == extent:
                continue
            conds += [ge(at), ge(extent - 1 - at)]
        return conjunction(conds)

    def at(self, *index: Any, outside: Any = 0) -> Expr:
        """The element at ``index``, or ``outside`` where ``index`` leaves the array."""
        _check_rank(self, index)
        conds = self.inside(*index)
        if not conds:
            return Acc(self, *index)
        outside = sympify(outside)
        if outside == 0:
            return Iverson(*conds) * Acc(self, *index)
        return Where(conds, Acc(self, *index), outside)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return printer._print(Symbol(self.name))


@lru_cache(maxsize=1 << 14)
def _sizes(tensor: Tensor) -> frozenset[Basic]:
    return frozenset().union(*(extent.free_symbols for extent in tensor.shape))


@lru_cache(maxsize=1 << 14)
def _tensor(*args: Basic) -> Tensor:
    """One object for each tensor."""
    made: Tensor = Basic.__new__(Tensor, *args)
    return made


class Acc(Expr):
    """An element of a tensor: ``Acc(x, i, j)`` is ``x[i, j]``."""

    is_commutative = True
    is_letter = "always"

    def __new__(cls, tensor: Tensor, *index: Any) -> Acc:
        _check_rank(tensor, index)
        return _element(tensor, *(expand(at) for at in index))

    @property
    def tensor(self) -> Tensor:
        return self.args[0]

    @property
    def index(self) -> tuple[Expr, ...]:
        return tuple(self.args[1:])

    @property
    def free_symbols(self) -> set[Basic]:
        return set(_symbols(self))

    def _eval_is_real(self) -> bool:
        return True

    def _eval_is_integer(self) -> bool | None:
        return True if self.tensor.kind == "integer" else None

    def _eval_is_positive(self) -> bool | None:
        return True if self.tensor.sign == "positive" else None

    def _eval_is_nonnegative(self) -> bool | None:
        return True if self.tensor.sign else None

    def _sympystr(self, printer: Any) -> str:
        return f"{self.tensor.name}[{', '.join(printer._print(at) for at in self.index)}]"

    def _latex(self, printer: Any) -> str:
        # A name may have an index of its own: the braces keep the two apart.
        return f"{{{printer._print(self.tensor)}}}_{{{', '.join(printer._print(at) for at in self.index)}}}"


_LATEX = {
    "sum": r"\sum", "prod": r"\prod", "max": r"\max", "min": r"\min",
    "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}",
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def _element(tensor: Tensor, *index: Expr) -> Acc:
    """One object for each element."""
    made: Acc = Expr.__new__(Acc, tensor, *index)
    return made


@lru_cache(maxsize=1 << 16)
def _symbols(access: Acc) -> frozenset[Basic]:
    return frozenset().union(*(a.free_symbols for a in access.args))


REDUCTIONS = ("sum", "prod", "max", "min", "argmax", "argmin")


class Reduce(Expr):
    """``op`` of ``body`` over ``binders``, each in its inclusive range, where every guard holds.

    An empty sum is 0, an empty product 1, an empty max -oo, an empty min +oo.  ``argmax`` and
    ``argmin`` give the binder of the *first* extreme element (mixed radix in the order of the
    binders where there are several, all starting at 0) and -1 where there is none.  A NaN wins
    against every number.
    """

    is_commutative = True

    def __new__(cls, op: str | Str, body: Any, binders: Sequence[Any], guards: Sequence[Any] = ()) -> Expr:
        op, body = _str(op), sympify(body)
        kept = conjunction(guards)
        if kept == (S.false,) or (op.name == "sum" and body == 0):
            return {"sum": S.Zero, "prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}.get(
                op.name, S.NegativeOne
            )
        ranges = Tuple(*(Tuple(z, expand(sympify(lo)), expand(sympify(hi))) for z, lo, hi in binders))
        if not ranges and op.name in ("sum", "prod", "max", "min"):
            return Iverson(*kept) * body if op.name == "sum" or not kept else _unbound(op.name, body, kept)
        return Expr.__new__(cls, op, body, ranges, Tuple(*kept))

    @property
    def op(self) -> str:
        return self.args[0].name

    @property
    def body(self) -> Expr:
        return self.args[1]

    @property
    def binders(self) -> tuple[Binder, ...]:
        return tuple(tuple(b.args) for b in self.args[2].args)

    @property
    def guards(self) -> tuple[Cond, ...]:
        return tuple(self.args[3].args)

    @property
    def bound(self) -> set[Symbol]:
        return {z for z, _, _ in self.binders}

    @property
    def free_symbols(self) -> set[Basic]:
        return set(_unbound_symbols(self))

    def _eval_is_real(self) -> bool:
        return True

    def _eval_is_integer(self) -> bool | None:
        return True if self.op in ("argmax", "argmin") or self.body.is_integer else None

    def _eval_is_nonnegative(self) -> bool | None:
        return (self.op in ("sum", "prod") and self.body.is_nonnegative) or None

    def _eval_is_positive(self) -> bool | None:
        full = not self.guards and all((hi - lo).is_nonnegative for _, lo, hi in self.binders)
        return (full and self.op in ("sum", "prod", "max", "min") and self.body.is_positive) or None

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        ranges = ", ".join(f"{z}={p(lo)}..{p(hi)}" for z, lo, hi in self.binders)
        guards = "; ".join(p(g) for g in self.guards)
        return f"{self.op}({p(self.body)} for {ranges}{' if ' + guards if guards else ''})"

    def _latex(self, printer: Any) -> str:
        p = printer._print
        rows = [rf"{p(lo)} \le {p(z)} \le {p(hi)}" for z, lo, hi in self.binders]
        under = r" \\ ".join([*rows, *map(p, self.guards)])
        body = printer.parenthesize(self.body, PRECEDENCE["Mul"], strict=True)
        whole = rf"{_LATEX[self.op]}_{{\substack{{{under}}}}} {body}"
        return whole if printer._print_level == 1 else rf"\left({whole}\right)"


@lru_cache(maxsize=1 << 16)
def _unbound_symbols(reduce: Reduce) -> frozenset[Basic]:
    return frozenset().union(*(a.free_symbols for a in reduce.args)) - reduce.bound


def _unbound(op: str, body: Expr, guards: tuple[Any, ...]) -> Expr:
    return Where(guards, body, {"prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}[op])


def _str(text: str | Str) -> Str:
    return text if isinstance(text, Str) else Str(text)


def _check_rank(tensor: Tensor, index: Sequence[Any]) -> None:
    if len(index) != len(tensor.shape):
        raise ValueError(
            f"{tensor.name} has {len(tensor.shape)} axes ({', '.join(map(str, tensor.axes))}), "
            f"but {len(index)} indices were given"
        )
