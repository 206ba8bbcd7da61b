"""A correlation in words: all that its data say, and *full* only where the padding is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import Expr, Symbol

from derive.explain.correlation import Correlated, CrossCorrelation
from derive.expr import Acc, Iverson, Tensor, accesses, sizes_in, substitute
from derive.expr.expansion import expand
from derive.pretty import expression


def spelt(one: CrossCorrelation, sizes: Mapping[Symbol, Expr]) -> str:
    """``dx[n,c] = Σ_o cross-correlation of dy[n,o] with rot180(w[o,c]): padding (K − 1 − p)``"""
    known = sizes_in((one.lhs, one.sum), one.free) | frozenset(sizes)
    said = _Said(one, known)
    full, where = fullness(one, sizes)
    kind = "full cross-correlation" if full else "cross-correlation"
    tail = f"; full where {' = '.join(map(said.short, where))} = 0" if where else ""
    return said.head(f"{kind} of {said.image} with {said.kernel}: {', '.join(said.numbers)}{tail}")


def fullness(one: CrossCorrelation, sizes: Mapping[Symbol, Expr]) -> tuple[bool, tuple[Symbol, ...]]:
    """Whether the padding is β (K − 1) on both sides of each axis, else the options at whose zero it is."""
    lacking = [e for pair in one.lacking(sizes) for e in pair]
    left = dict.fromkeys(e for e in lacking if e != 0)
    options = all(e.is_Symbol and e.is_nonnegative and not e.is_positive for e in left)
    return not left, tuple(e for e in left if isinstance(e, Symbol)) if options else ()


class _Said:
    """The parts of the sentence."""

    def __init__(self, one: CrossCorrelation, sizes: frozenset[Symbol]) -> None:
        self.one, self.sizes = one, sizes

    def short(self, e: Expr) -> str:
        """A letter that has one value only stands as that value, as in the formula."""
        single = {z: lo for z, lo, hi in self.one.free if lo == hi and lo.is_number}
        return expression(substitute(e, single), sizes=self.sizes)

    def head(self, what: str) -> str:
        """Left side, what stands in front, and the letters that are summed beside the window."""
        one, letters = self.one, {a.along for a in self.one.axes}
        over = [self.short(z) for z, _, _ in one.summed]
        sign = f"Σ_{over[0]} " if len(over) == 1 else f"Σ_{{{','.join(over)}}} " if over else ""
        front = self.short(one.front) + " · " if one.front != 1 else ""
        front = f"({front[:-3]}) · " if one.front.is_Add else front
        if one.front.free_symbols & letters:
            at = ",".join(self.short(a.along) for a in one.axes)
            return f"{self.short(one.lhs)} = {front}({sign}{what})[{at}]"
        places = [k for k, at in enumerate(one.lhs.index) if at in letters]
        return f"{self.short(without(one.lhs, places))} = {front}{sign}{what}"

    @property
    def image(self) -> str:
        text = self.operand(self.one.image, [a.image for a in self.one.axes])
        gaps = [expand(a.zeros - 1) for a in self.one.axes]
        return f"zero-upsampled {text} ({self.listed(gaps)} zeros between neighbours)" if any(gaps) else text

    @property
    def kernel(self) -> str:
        axes, tensor = self.one.axes, self.one.kernel.tensor
        text = self.operand(self.one.kernel, [a.kernel for a in axes])
        turned = [self.short(tensor.axes[a.kernel]) for a in axes if a.flipped]
        if len(turned) == len(axes):
            return f"rot180({text})"
        return f"{text} reversed along {', '.join(turned)}" if turned else text

    def operand(self, one: Correlated, places: list[int]) -> str:
        """The tensor over its window axes, at the letters of the others; masks stand beside it."""
        text = self.short(without(one.element, places))
        for mask in one.masks:
            fewer = {a: without(a, places) for a in accesses(mask)}
            text += f"·{self.short(Iverson(substitute(mask, fewer)))}"
        return text

    @property
    def numbers(self) -> list[str]:
        """Stride and dilation where they are not 1; the padding always."""
        axes = self.one.axes
        parts = [("stride", [a.stride for a in axes]), ("dilation", [a.dilation for a in axes])]
        kept = [f"{name} ({self.listed(values)})" for name, values in parts if any(v != 1 for v in values)]
        return [*kept, f"padding ({self.listed(a.padding for a in axes)})"]

    def listed(self, values: Iterable[Expr]) -> str:
        return ", ".join(map(self.short, values))


def without(access: Acc, places: Iterable[int]) -> Acc:
    """The tensor that is left over some axes, at the letters of the others."""
    left = [k for k in range(len(access.index)) if k not in set(places)]
    one = access.tensor
    fewer = Tensor(one.name, [one.shape[k] for k in left], [one.axes[k] for k in left], one.kind, one.sign)
    return Acc(fewer, *(access.index[k] for k in left))


__all__ = ["fullness", "spelt"]
