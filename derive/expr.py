"""The atoms of the index notation: accesses, reductions, conditions and integer arithmetic.

Scalars stay plain SymPy. What SymPy lacks, or does slowly, stands here as small ``Expr`` subclasses:

========================  ====================================================================
``Tensor``                a named array: shape, kind (real or integer), sign, range of integer data
``Acc``                   one element of a tensor, ``x[n, c, i + u - p]``
``Reduce``                a bounded sum, product, max, min or arg-max over binders, under guards
``Cond``                  a condition: ``e >= 0``, ``e > 0``, ``e == 0``, ``e != 0``, ``s | e``
``Iverson``               ``[cond ...]``: one where all conditions hold, else a *strong* zero
``Where``                 ``a`` where a condition holds, else ``b``
``FloorDiv``, ``Modulo``  integer division that rounds down, and its remainder
``Residue``, ``Gcd``      the least ``u >= 0`` with ``d u = r (mod m)``; greatest common divisor
``Hat``, ``HatSlope``     ``max(0, 1 - |p - q|)`` and its derivative in ``p``
========================  ====================================================================

*Strong zero* (Knuth, "Two notes on notation", 1992): what stands beside a false bracket is never
evaluated, so an access outside its array may stand there.  Index expressions are kept expanded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sympy import Basic, Expr, Integer, S, Symbol, Tuple, expand, floor, sympify
from sympy.core.function import Function
from sympy.core.symbol import Str

Binder: TypeAlias = tuple[Symbol, Expr, Expr]
"""A bound index with its inclusive range: ``(z, lo, hi)``; the range may mention earlier binders."""


class Index(Symbol):
    """An index letter.  ``extent`` is its declared range ``0 .. extent-1`` (``None`` for a made-up one)."""

    __slots__ = ("extent",)
    extent: Expr

    def __new__(cls, name: str, extent: Any = None) -> Index:
        made: Index = Symbol.__xnew__(cls, name, integer=True)
        made.extent = None if extent is None else sympify(extent)
        return made

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.extent)

    def __getnewargs_ex__(self) -> tuple[tuple[str, Expr], dict[str, Any]]:
        return (self.name, self.extent), {}


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
        return Basic.__new__(
            cls, _str(name), Tuple(*shape), Tuple(*axes), _str(kind), _str(sign), sympify(bound)
        )

    @property
    def name(self) -> str:
        return self.args[0].name  # type: ignore[attr-defined]

    @property
    def shape(self) -> tuple[Expr, ...]:
        return tuple(self.args[1].args)

    @property
    def axes(self) -> tuple[Symbol, ...]:
        return tuple(self.args[2].args)

    @property
    def kind(self) -> str:
        return self.args[3].name  # type: ignore[attr-defined]

    @property
    def sign(self) -> str:
        return self.args[4].name  # type: ignore[attr-defined]

    @property
    def bound(self) -> Expr:
        return self.args[5]

    @property
    def free_symbols(self) -> set[Basic]:
        """The sizes in the shape; the axis letters only name."""
        return set().union(*(extent.free_symbols for extent in self.shape))

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


class Acc(Expr):
    """An element of a tensor: ``Acc(x, i, j)`` is ``x[i, j]``."""

    is_commutative = True

    def __new__(cls, tensor: Tensor, *index: Any) -> Acc:
        _check_rank(tensor, index)
        return Expr.__new__(cls, tensor, *(expand(sympify(at)) for at in index))

    @property
    def tensor(self) -> Tensor:
        return self.args[0]

    @property
    def index(self) -> tuple[Expr, ...]:
        return tuple(self.args[1:])

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


class Cond(Basic):
    """A condition ``kind`` on expressions; make it with ``ge``, ``gt``, ``eq``, ``ne``, ``divides``."""

    @property
    def kind(self) -> str:
        return self.args[0].name  # type: ignore[attr-defined]

    @property
    def of(self) -> Expr:
        """The expression compared with zero (or divided)."""
        return self.args[-1]

    @property
    def divisor(self) -> Expr:
        return self.args[1]

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        if self.kind == "divides":
            return f"{p(self.divisor)} | {p(self.of)}"
        return f"{p(self.of)} {_SIGN[self.kind]} 0"


_SIGN = {"ge": ">=", "gt": ">", "eq": "==", "ne": "!="}
_HOLDS = {
    "ge": lambda e: e.is_nonnegative,
    "gt": lambda e: e.is_positive,
    "eq": lambda e: True if e == 0 else (False if e.is_nonzero else None),
    "ne": lambda e: False if e == 0 else e.is_nonzero,
}


def _compare(kind: str, e: Any) -> Any:
    e = expand(sympify(e))
    known = _HOLDS[kind](e) if e.is_number else (kind == "eq" if e == 0 and kind in ("eq", "ne") else None)
    if known is not None:
        return S.true if known else S.false
    return Basic.__new__(Cond, Str(kind), e)


def ge(e: Any) -> Any:
    """``e >= 0``"""
    return _compare("ge", e)


def gt(e: Any) -> Any:
    """``e > 0``; for integers this is kept as ``e - 1 >= 0``."""
    e = sympify(e)
    return _compare("ge", e - 1) if e.is_integer else _compare("gt", e)


def eq(e: Any) -> Any:
    """``e == 0``"""
    e = expand(sympify(e))
    return _compare("eq", -e if e.could_extract_minus_sign() else e)


def ne(e: Any) -> Any:
    """``e != 0``"""
    e = expand(sympify(e))
    return _compare("ne", -e if e.could_extract_minus_sign() else e)


def divides(s: Any, e: Any) -> Any:
    """``s | e``: ``e`` is a multiple of ``s``; multiples of ``s`` inside ``e`` are dropped."""
    s, e = sympify(s), expand(sympify(e))
    if s == 1:
        return S.true
    e = e.func(*(t for t in e.args if not _multiple(t, s))) if e.is_Add else e
    if _multiple(e, s):
        return S.true
    if s.is_Integer and e.is_Integer:
        return S.true if e % s == 0 else S.false
    return Basic.__new__(Cond, Str("divides"), s, e)


def _multiple(term: Expr, s: Expr) -> bool:
    if term == 0:
        return True
    quotient = term / s
    return bool(quotient.is_integer) and not quotient.as_numer_denom()[1].free_symbols


def negation(cond: Any) -> Any:
    """The condition that holds exactly where ``cond`` does not."""
    if cond in (S.true, S.false):
        return S.false if cond == S.true else S.true
    if cond.kind == "ge":
        return ge(-cond.of - 1) if cond.of.is_integer else gt(-cond.of)
    if cond.kind in ("gt", "eq", "ne"):
        return {"gt": lambda e: ge(-e), "eq": ne, "ne": eq}[cond.kind](cond.of)
    raise ValueError(f"the condition {cond} cannot be negated: a congruence stands alone in a bracket")


def conjunction(conds: Iterable[Any]) -> tuple[Any, ...]:
    """Flat, without repetitions and trivial members; ``(false,)`` where one is false."""
    kept: dict[Any, None] = {}
    for cond in conds:
        if cond == S.false:
            return (S.false,)
        if cond != S.true:
            kept[cond] = None
    return tuple(kept)


class Iverson(Expr):
    """``[c1, c2, ...]``: one where every condition holds, otherwise a strong zero."""

    is_commutative = True
    is_integer = True
    is_nonnegative = True

    def __new__(cls, *conds: Any) -> Expr:
        kept = conjunction(conds)
        if not kept:
            return S.One
        if kept == (S.false,):
            return S.Zero
        return Expr.__new__(cls, *kept)

    def _eval_power(self, exponent: Expr) -> Expr | None:
        return self if exponent.is_positive else None

    def _sympystr(self, printer: Any) -> str:
        return f"[{', '.join(printer._print(c) for c in self.args)}]"


class Where(Expr):
    """``Where(conds, a, b)``: ``a`` where all conditions hold, else ``b``; only the chosen one is evaluated."""

    is_commutative = True

    def __new__(cls, conds: Any, a: Any, b: Any) -> Expr:
        kept = conjunction(conds if isinstance(conds, tuple | list | Tuple) else (conds,))
        a, b = sympify(a), sympify(b)
        if not kept or a == b:
            return a
        if kept == (S.false,):
            return b
        return Expr.__new__(cls, Tuple(*kept), a, b)

    @property
    def conds(self) -> tuple[Cond, ...]:
        return tuple(self.args[0].args)

    def _eval_is_real(self) -> bool | None:
        return True if self.args[1].is_extended_real and self.args[2].is_extended_real else None

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        conds = ", ".join(p(c) for c in self.conds)
        return f"({p(self.args[1])} if {conds} else {p(self.args[2])})"


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
        return self.args[0].name  # type: ignore[attr-defined]

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
        return set().union(*(a.free_symbols for a in self.args)) - self.bound

    def _eval_is_real(self) -> bool:
        return True

    def _eval_is_integer(self) -> bool | None:
        return True if self.op in ("argmax", "argmin") or self.body.is_integer else None

    def _eval_is_nonnegative(self) -> bool | None:
        return self.op in ("sum", "prod") and self.body.is_nonnegative or None

    def _eval_is_positive(self) -> bool | None:
        full = not self.guards and all((hi - lo).is_nonnegative for _, lo, hi in self.binders)
        return full and self.op in ("sum", "prod", "max", "min") and self.body.is_positive or None

    def _sympystr(self, printer: Any) -> str:
        p = printer._print
        ranges = ", ".join(f"{z}={p(lo)}..{p(hi)}" for z, lo, hi in self.binders)
        guards = "; ".join(p(g) for g in self.guards)
        return f"{self.op}({p(self.body)} for {ranges}{' if ' + guards if guards else ''})"


def _unbound(op: str, body: Expr, guards: tuple[Any, ...]) -> Expr:
    return Where(guards, body, {"prod": S.One, "max": S.NegativeInfinity, "min": S.Infinity}[op])


class FloorDiv(Function):
    """``floor(n / d)`` for integers, ``d > 0``.  Exact wherever a guard ``d | n`` stands beside it."""

    is_integer = True
    is_commutative = True

    @classmethod
    def eval(cls, n: Expr, d: Expr) -> Expr | None:
        if d == 1:
            return n
        if n.is_Integer and d.is_Integer and d != 0:
            return Integer(int(n) // int(d))
        n = expand(n)
        out = [t for t in (n.args if n.is_Add else (n,)) if t != 0 and _multiple(t, d)]
        if not out:
            return None
        rest = n - sum(out)
        return sum((t / d for t in out), S.Zero) + (FloorDiv(rest, d) if rest != 0 else 0)

    def _sympystr(self, printer: Any) -> str:
        return f"(({printer._print(self.args[0])}) // {printer._print(self.args[1])})"


class Modulo(Function):
    """``n - d floor(n / d)``: the remainder in ``0 .. d-1``, for integers and ``d > 0``."""

    is_integer = True
    is_nonnegative = True
    is_commutative = True

    @classmethod
    def eval(cls, n: Expr, d: Expr) -> Expr | None:
        if d == 1:
            return S.Zero
        if n.is_Integer and d.is_Integer and d != 0:
            return Integer(int(n) % int(d))
        n = expand(n)
        terms = n.args if n.is_Add else (n,)
        kept = [t for t in terms if not _multiple(t, d)]
        return Modulo(sum(kept, S.Zero), d) if len(kept) < len(terms) else None

    def _sympystr(self, printer: Any) -> str:
        return f"(({printer._print(self.args[0])}) % {printer._print(self.args[1])})"


class Residue(Function):
    """``Residue(d, r, m)``: the least ``u >= 0`` with ``d u = r (mod m)``; it must exist (gcd(d, m) | r)."""

    is_integer = True
    is_nonnegative = True
    is_commutative = True

    @classmethod
    def eval(cls, d: Expr, r: Expr, m: Expr) -> Expr | None:
        if m == 1:
            return S.Zero
        if d == 1:
            return Modulo(r, m)
        if d.is_Integer and r.is_Integer and m.is_Integer:
            for u in range(int(m)):
                if (int(d) * u - int(r)) % int(m) == 0:
                    return Integer(u)
            return S.NegativeOne
        return None


class Gcd(Function):
    """The greatest common divisor of two positive integers."""

    is_integer = True
    is_positive = True
    is_commutative = True

    @classmethod
    def eval(cls, a: Expr, b: Expr) -> Expr | None:
        if S.One in (a, b):
            return S.One
        if a == b:
            return a
        if a.is_Integer and b.is_Integer:
            return a.gcd(b)
        return None


class Hat(Function):
    """``Hat(q, p) = max(0, 1 - |p - q|)``, the linear-interpolation kernel at integer ``q``."""

    is_real = True
    is_nonnegative = True
    is_commutative = True

    def fdiff(self, argindex: int = 1) -> Expr:
        slope: Expr = HatSlope(*self.args)
        return slope if argindex == 2 else -slope


class HatSlope(Function):
    """d Hat/dp: -1 on ``0 <= p-q < 1``, +1 on ``-1 <= p-q < 0``, else 0 (at the kinks: from the right)."""

    is_real = True
    is_commutative = True

    def fdiff(self, argindex: int = 1) -> Expr:
        return S.Zero


def cell(p: Any) -> Expr:
    """``floor(p)``: the integer position just below a fractional one."""
    return floor(sympify(p))


def substitute(expr: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace whole subexpressions by ``mapping``, never capturing an index bound by a ``Reduce``."""
    if not mapping:
        return expr
    arriving: set[Basic] = set().union(*(sympify(v).free_symbols for v in mapping.values()))
    return _substitute(expr, mapping, arriving, {})


def replace_in_scope(expr: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace whole subexpressions where they stand: a value may mention the indices bound around its key."""
    return _substitute(expr, mapping, set(), {}) if mapping else expr


def _substitute(expr: Any, mapping: Mapping[Any, Any], arriving: set[Basic], memo: dict[Any, Any]) -> Any:
    if expr in mapping:
        return mapping[expr]
    if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Str):
        return expr
    if expr in memo:
        return memo[expr]
    if isinstance(expr, Reduce):
        made = _substitute_reduce(expr, mapping, arriving, memo)
    elif isinstance(expr, Tensor):
        shape = tuple(_substitute(e, mapping, arriving, memo) for e in expr.shape)
        bound = _substitute(expr.bound, mapping, arriving, memo)
        made = Tensor(expr.name, shape, expr.axes, expr.kind, expr.sign, bound)
    else:
        args = [_substitute(a, mapping, arriving, memo) for a in expr.args]
        made = expr if args == list(expr.args) else rebuild(expr, args)
    memo[expr] = made
    return made


def _substitute_reduce(
    expr: Reduce, mapping: Mapping[Any, Any], arriving: set[Basic], memo: dict[Any, Any]
) -> Expr:
    inner = {k: v for k, v in mapping.items() if k not in expr.bound}
    captured = expr.bound & arriving
    if captured:
        leaving: set[Basic] = set().union(*(k.free_symbols for k in mapping))
        avoid = arriving | leaving | expr.free_symbols | expr.bound
        expr = rename_binders(expr, {z: fresh(z, avoid) for z in sorted(captured, key=lambda z: z.name)})
    if captured or len(inner) < len(mapping):
        return substitute_parts(expr, lambda part: _substitute(part, inner, arriving, {}))
    return substitute_parts(expr, lambda part: _substitute(part, inner, arriving, memo))


def substitute_parts(expr: Reduce, change: Any) -> Expr:
    """``expr`` with ``change`` applied to its body, ranges and guards (not to its binders)."""
    binders = [(z, change(lo), change(hi)) for z, lo, hi in expr.binders]
    return Reduce(expr.op, change(expr.body), binders, [change(g) for g in expr.guards])


def rename_binders(expr: Reduce, names: Mapping[Symbol, Symbol]) -> Reduce:
    """α-conversion: the same reduction with its binders renamed; new names must be fresh."""
    if not names:
        return expr
    parts = substitute_parts(
        Reduce(expr.op, expr.body, [(Index("_"), S.Zero, S.Zero), *expr.binders], expr.guards),
        lambda part: substitute(part, names),
    )
    binders = [(names.get(z, z), lo, hi) for z, lo, hi in parts.binders[1:]]
    return Reduce(expr.op, parts.body, binders, parts.guards)


def rebuild(expr: Basic, args: Sequence[Any]) -> Any:
    """``expr`` over new arguments, through the constructors that evaluate (conditions may become true)."""
    if isinstance(expr, Cond):
        make = {"ge": ge, "gt": gt, "eq": eq, "ne": ne, "divides": divides}[expr.kind]
        return make(*args[1:])
    if isinstance(expr, Where):
        conds = args[0].args if isinstance(args[0], Tuple) else args[0]
        return Where(tuple(conds), args[1], args[2])
    if isinstance(expr, Reduce):
        return Reduce(args[0], args[1], [tuple(b.args) for b in args[2].args], tuple(args[3].args))
    return expr.func(*args)


def fresh(letter: Symbol | str, avoid: Iterable[Any]) -> Index:
    """An index with the name of ``letter``, primed until it differs from everything in ``avoid``."""
    name = letter if isinstance(letter, str) else letter.name
    taken = {getattr(s, "name", None) for s in avoid}
    while name in taken:
        name += "'"
    return Index(name)


def accesses(expr: Basic) -> list[Acc]:
    """Every access in ``expr``, outermost first, left to right, each once."""
    seen: dict[Acc, None] = {}
    stack: list[Any] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Acc):
            seen[node] = None
        if isinstance(node, Basic) and not isinstance(node, Tensor):
            stack.extend(reversed(node.args))
    return list(seen)


def tensors(expr: Basic) -> list[Tensor]:
    """The tensors read in ``expr``, in the order of first use."""
    return list(dict.fromkeys(a.tensor for a in accesses(expr)))


def _str(text: str | Str) -> Str:
    return text if isinstance(text, Str) else Str(text)


def _check_rank(tensor: Tensor, index: Sequence[Any]) -> None:
    if len(index) != len(tensor.shape):
        raise ValueError(
            f"{tensor.name} has {len(tensor.shape)} axes ({', '.join(map(str, tensor.axes))}), "
            f"but {len(index)} indices were given"
        )
