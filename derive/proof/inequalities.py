"""What can be proved about integer expressions from the ranges of their indices.

``Ranges`` holds bound and free indices, outermost first, with inclusive ranges, and facts that are
known to be non-negative (such as ``H + p - d (K-1) - 1 - s (OH-1)``, which follows from the definition
of ``OH``).  ``nonnegative(e)`` answers True only with a proof: every index is replaced by the end of its
range that makes ``e`` smallest, and the polynomial in the sizes that remains is shown to have only
non-negative coefficients once each size is written as its least value plus something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sympy import Add, Expr, Pow, S, Symbol, fraction, together

from derive.expr import Acc, Binder, Cond, FloorDiv, Modulo, Residue
from derive.expr.expansion import expand

_PROVED: dict[tuple[Expr, tuple[Binder, ...], tuple[Expr, ...]], bool] = {}


class Ranges:
    """Index ranges and facts; immutable, extended by ``within``."""

    def __init__(self, binders: Iterable[Binder] = (), facts: Iterable[Expr] = ()) -> None:
        self.binders = tuple(binders)
        self.facts = tuple(facts)

    def within(self, binders: Iterable[Binder], facts: Iterable[Expr] = ()) -> Ranges:
        """These ranges with inner indices (and further facts) added."""
        inner = tuple(binders)
        hidden = {z for z, _, _ in inner}
        return Ranges((*(b for b in self.binders if b[0] not in hidden), *inner), (*self.facts, *facts))

    def nonnegative(self, e: Expr) -> bool:
        """Whether ``e >= 0`` could be proved."""
        needed = set(e.free_symbols)
        relevant: list[Binder] = []
        for binder in reversed(self.binders):
            if binder[0] in needed:
                relevant.append(binder)
                needed |= binder[1].free_symbols | binder[2].free_symbols
        key = (e, tuple(relevant), self.facts)
        if key not in _PROVED:
            _PROVED[key] = self._prove(expand(e), 12)
        return _PROVED[key]

    def holds(self, cond: Cond) -> bool | None:
        """True or False where the condition is decided, else None."""
        if cond.kind == "ge":
            if self.nonnegative(cond.of):
                return True
            return False if self.nonnegative(-cond.of - 1) else None
        if cond.kind in ("eq", "ne") and (self.nonnegative(cond.of - 1) or self.nonnegative(-cond.of - 1)):
            return cond.kind == "ne"
        if cond.kind in ("eq", "ne") and self.nonnegative(cond.of) and self.nonnegative(-cond.of):
            return cond.kind == "eq"
        return None

    def _prove(self, e: Expr, fuel: int) -> bool:
        if e.is_number:
            return bool(e >= 0)
        if fuel == 0 or not e.is_polynomial(*self._atoms(e)):
            return False
        for atom in self._atoms(e):
            slope = e.coeff(atom)
            if isinstance(atom, FloorDiv) and slope in (1, -1):
                return self._prove(_exact_quotient(e, atom, slope), fuel - 1)
            if atom in (e - slope * atom).atoms(type(atom)):
                continue
            sign = self._sign(slope, fuel)
            if sign:
                ends = self._ends(atom)[0 if sign > 0 else 1]
                return any(self._prove(expand(e.subs(atom, end)), fuel - 1) for end in ends)
        return self._sizes_only(e)

    def _sign(self, slope: Expr, fuel: int) -> int:
        if slope.is_nonnegative or (not slope.is_number and self._prove(expand(slope), fuel - 1)):
            return 1
        if slope.is_nonpositive or (not slope.is_number and self._prove(expand(-slope), fuel - 1)):
            return -1
        return 0

    def _atoms(self, e: Expr) -> list[Expr]:
        """Integer functions first, then indices from the innermost outwards."""
        special = sorted(e.atoms(FloorDiv, Modulo, Residue, Acc), key=lambda f: (-f.count_ops(), str(f)))
        special = [f for f in special if not isinstance(f, Acc) or f.tensor.kind == "integer"]
        outer = [f for f in special if not any(f is not g and g.has(f) for g in special)]
        free = e.free_symbols
        return outer + [z for z, _, _ in reversed(self.binders) if z in free]

    def _ends(self, atom: Expr) -> tuple[list[Expr], list[Expr]]:
        """Expressions below and above ``atom``; each is enough."""
        if isinstance(atom, FloorDiv):
            n, d = atom.args
            low = [S.Zero] if self.nonnegative(n) else []
            return [*low, (n - d + 1) / d], [n / d]
        if isinstance(atom, Modulo):
            return [S.Zero], [atom.args[1] - 1]
        if isinstance(atom, Residue):
            return [S.Zero], [atom.args[2] - 1]
        if isinstance(atom, Acc):
            tensor = atom.tensor
            return ([S.Zero] if tensor.sign else []), ([tensor.bound - 1] if tensor.bound != 0 else [])
        lo, hi = next((lo, hi) for z, lo, hi in self.binders if z == atom)
        return [lo], [hi]

    def _sizes_only(self, e: Expr) -> bool:
        numerator = e
        if e.has(Pow):
            numerator, denominator = fraction(together(e))
            if not denominator.is_positive:
                return False
            numerator = expand(numerator)
        if _coefficients_nonnegative(numerator):
            return True
        return self._with_facts(numerator, 2)

    def _with_facts(self, e: Expr, depth: int) -> bool:
        if depth == 0:
            return False
        symbols = e.free_symbols
        for fact in self.facts:
            if not fact.free_symbols & symbols or fact.atoms(FloorDiv, Modulo):
                continue
            for factor in (S.One, *sorted(symbols - fact.free_symbols, key=str)):
                rest = expand(e - factor * fact)
                simpler = len(Add.make_args(rest)) < len(Add.make_args(e)) + 2
                if simpler and (_coefficients_nonnegative(rest) or self._with_facts(rest, depth - 1)):
                    return True
        return False


def _exact_quotient(e: Expr, quotient: FloorDiv, slope: Expr) -> Expr:
    """For integers: ``⌊n/d⌋ + c >= 0`` iff ``n + d c >= 0``; ``c - ⌊n/d⌋ >= 0`` iff ``d c + d - 1 >= n``."""
    n, d = quotient.args
    rest = e - slope * quotient
    return expand(n + d * rest if slope == 1 else d * rest + d - 1 - n)


def _coefficients_nonnegative(e: Expr) -> bool:
    """Whether ``e`` is a sum of non-negative monomials once every positive size is 1 + a natural number."""
    if e.is_number:
        return bool(e >= 0)
    shift = {s: s + 1 for s in e.free_symbols if s.is_positive and s.is_integer}
    if not all(s.is_nonnegative for s in e.free_symbols):
        return False
    if all(c >= 0 for c in e.as_coefficients_dict().values()):
        return True
    least = e.subs(dict.fromkeys(e.free_symbols, 1))
    if not least.is_number or least < 0:
        return False
    return all(c >= 0 for c in expand(e.xreplace(shift)).as_coefficients_dict().values())


def size_facts(sizes: Mapping[Symbol, Expr]) -> list[Expr]:
    """What the definitions of derived sizes say: ``OH = ⌊n/s⌋ + 1`` gives ``0 <= n - s (OH-1) <= s-1``."""
    facts: list[Expr] = []
    for name, definition in sizes.items():
        quotients = definition.atoms(FloorDiv)
        if not quotients:
            facts += [definition - name, name - definition]
            continue
        outer = max(quotients, key=lambda q: q.count_ops())
        rest = expand(definition - outer)
        if rest.has(outer):
            continue
        n, d = outer.args
        facts += [expand(n - d * (name - rest)), expand(d * (name - rest) + d - 1 - n)]
    return facts


def exact_division_facts(conds: Sequence[Cond], sizes: Mapping[Symbol, Expr]) -> list[Expr]:
    """Where a requirement ``d | n`` stands beside a size ``q = ⌊n/d⌋``, the size is exact: ``n = d q``."""
    facts: list[Expr] = []
    for cond in conds:
        if isinstance(cond, Cond) and cond.kind == "divides":
            for name, definition in sizes.items():
                if definition == FloorDiv(cond.of, cond.divisor):
                    facts += [expand(cond.divisor * name - cond.of), expand(cond.of - cond.divisor * name)]
    return facts
