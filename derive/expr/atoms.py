"""Indices, tensors and their elements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, Symbol, Tuple, sympify
from sympy.core.function import Function
from sympy.core.symbol import Str

from derive.expr.conditions import Cond, Iverson, Where, conjunction, ge
from derive.expr.expansion import expand


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
    integer data lie in ``0 .. bound-1`` or are ``exempt``, a number that names nothing.  A letter that stands
    on several axes is primed from its second on: two axes never have one name, or elements beside the
    diagonal could not be spoken of.
    """

    def __new__(
        cls,
        name: str | Str,
        shape: Sequence[Any],
        axes: Sequence[Symbol],
        kind: str | Str = "real",
        sign: str | Str = "",
        bound: Any = 0,
        exempt: Any = None,
    ) -> Tensor:
        if len(shape) != len(axes):
            raise ValueError(f"tensor {name}: {len(shape)} extents but {len(axes)} axes")
        letters = Tuple(*_distinct(axes))
        outside = exempt if isinstance(exempt, Tuple) else Tuple() if exempt is None else Tuple(exempt)
        return _tensor(_str(name), Tuple(*shape), letters, _str(kind), _str(sign), sympify(bound), outside)

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
    def exempt(self) -> Expr | None:
        """The one number that integer data may hold beside their range."""
        return self.args[6].args[0] if self.args[6].args else None

    @property
    def free_symbols(self) -> set[Basic]:
        """The sizes in the shape; the axis letters only name."""
        return set(_sizes(self))

    def rename(self, name: str, **changes: Any) -> Tensor:
        """The same tensor under another name (a cotangent, a tangent), other fields as given."""
        fields = {"kind": self.kind, "sign": self.sign, "bound": self.bound, "exempt": self.exempt} | changes
        return Tensor(name, self.shape, self.axes, **fields)

    def over(self, shape: Sequence[Any], axes: Sequence[Any], name: str = "") -> Tensor:
        """The same data over other axes."""
        return Tensor(name or self.name, shape, axes, self.kind, self.sign, self.bound, self.exempt)

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

    def _pretty(self, printer: Any) -> Any:
        return printer._print(Symbol(self.name))

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


def _distinct(axes: Sequence[Any]) -> Sequence[Any]:
    """The letters, each primed until no earlier one has its name; a number that a point puts there stays."""
    names = [z.name for z in axes if isinstance(z, Symbol)]
    if len(set(names)) == len(names):
        return axes
    kept: dict[str, Any] = {}
    for z in axes:
        name = str(z)
        while name in kept:
            name += "'"
        kept[name] = z if name == str(z) else Index(name, getattr(z, "extent", None))
    return list(kept.values())


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


class StopGradient(Function):
    """``sg(e)``: the value of ``e``, which no derivative looks into."""

    @classmethod
    def eval(cls, e: Any) -> Expr | None:
        return e if e.is_number or isinstance(e, cls) else None

    def _eval_is_integer(self) -> bool | None:
        return bool(self.args[0].is_integer) or None

    def _eval_is_extended_real(self) -> bool | None:
        return bool(self.args[0].is_extended_real) or None

    def _eval_is_positive(self) -> bool | None:
        return bool(self.args[0].is_positive) or None

    def _eval_is_nonnegative(self) -> bool | None:
        return bool(self.args[0].is_nonnegative) or None

    def _sympystr(self, printer: Any) -> str:
        return f"sg({printer._print(self.args[0])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{sg}}{power}\left({printer._print(self.args[0])}\right)"


@lru_cache(maxsize=1 << 16)
def _element(tensor: Tensor, *index: Expr) -> Acc:
    """One object for each element."""
    made: Acc = Expr.__new__(Acc, tensor, *index)
    return made


@lru_cache(maxsize=1 << 16)
def _symbols(access: Acc) -> frozenset[Basic]:
    return frozenset().union(*(a.free_symbols for a in access.args))


def _str(text: str | Str) -> Str:
    return text if isinstance(text, Str) else Str(text)


def _check_rank(tensor: Tensor, index: Sequence[Any]) -> None:
    if len(index) != len(tensor.shape):
        raise ValueError(
            f"{tensor.name} has {len(tensor.shape)} axes ({', '.join(map(str, tensor.axes))}), "
            f"but {len(index)} indices were given"
        )
