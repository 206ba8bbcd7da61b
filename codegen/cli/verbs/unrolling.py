"""``chainrule show LAYER --unroll --set L=5 K=3``: every element of a gradient, its sums written out."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Symbol, sympify

from codegen.cli.terminal import Refusal, say
from codegen.cli.verbs.picturing.meeting_grids import grids
from codegen.cli.verbs.showing import Wish, as_wished, columns, targets
from derive import pretty
from derive.api.lookup import one_layer
from derive.arrays.meetings import meetings
from derive.arrays.unrolled import unrolled
from derive.expr import ModelError, substitute
from derive.gradients import derivations
from derive.model.layer import Def, Layer
from derive.steps import Equation

SMALL = 2
"""What a size is that nobody fixed."""
LARGER = 16
"""How often such a size is made larger where another that follows from it would be nothing."""


def unroll_command(name: str, wish: Wish, fmt: str, standalone: bool = False) -> None:
    """Print the forward and the gradients, or only those that are asked for, element by element.

    ``standalone``: LaTeX as a whole document, else as displays to put into one.
    """
    if fmt not in ("text", "latex"):
        raise Refusal("--unroll prints text or --format latex")
    if wish.is_derivation:
        raise Refusal("--unroll goes with --wrt, --set and --format only")
    layer = as_wished(one_layer(name), wish, hinted=False)
    values = small(layer)
    groups = [] if wish.wrt else [list(layer.forward)]
    groups += [list(one.page) for one in derivations(layer, targets(layer, wish.wrt))]
    said = ", ".join(f"{s} = {v}" for s, v in sorted(values.items(), key=lambda p: str(p[0])))
    head = f"{layer.name} where {said}" if said else layer.name
    parts = [part for defs in groups for part in _parts(defs, values, layer, fmt)]
    text = "\n\n".join([head if fmt == "text" else f"% {head}", *parts])
    say(_whole(text) if standalone else text)


def _whole(displays: str) -> str:
    from derive.pretty.formats.latex import PREAMBLE

    return f"{PREAMBLE}\n\\begin{{document}}\n{displays}\n\\end{{document}}"


def _parts(defs: Sequence[Def], values: dict[Symbol, int], layer: Layer, fmt: str) -> list[str]:
    """The definitions element by element; in text also who meets whom under a window that slides."""
    parts = [_written([e for d in defs for e in _each(d, values, layer)], fmt)]
    found = meetings(defs[-1], values) if fmt == "text" else None
    return [*parts, grids(found, columns())] if found else parts


def small(layer: Layer) -> dict[Symbol, int]:
    """Two for each size that is not fixed, more where one that follows needs it; the defaults of options."""
    options = {s: int(o.example) for o in layer.options if o.kind == "int" for s in o.symbols}
    shapes: set[Symbol] = set().union(*(t.free_symbols for t in layer.inputs))
    free = dict.fromkeys(shapes - set(layer.sizes), SMALL)
    for _ in range(LARGER):
        values = free | options
        short = next((s for s, e in layer.sizes.items() if not _follows(s, e, values)), None)
        if short is None:
            return values
        grown = {z: n + 1 for z, n in free.items() if _raises(z, layer.sizes[short], values)}
        if not grown:
            break
        free |= grown
    found = substitute(layer.sizes[short], values)
    raise Refusal(f"{layer.name}: {short} would be {found}; fix larger sizes with --set")


def _follows(size: Symbol, formula: Expr, values: dict[Symbol, int]) -> bool:
    """Whether there is something along an axis of this size, which is entered into ``values``."""
    found = sympify(substitute(formula, values))
    if not found.is_Integer or found < 1:
        return False
    values[size] = int(found)
    return True


def _raises(size: Symbol, formula: Expr, values: dict[Symbol, int]) -> bool:
    """Whether ``formula`` grows with ``size``, by a step of some length."""
    here, there = (sympify(substitute(formula, values | {size: values[size] + n})) for n in (0, LARGER))
    return bool(here.is_Integer and there.is_Integer and there > here)


def _each(one: Def, values: dict[Symbol, int], layer: Layer) -> list[Equation]:
    try:
        return unrolled(one, values)
    except ModelError as error:
        names = sorted({str(s) for t in layer.inputs for s in t.free_symbols})
        hint = f"; fix smaller sizes, as --set {names[0]}=1" if names else ""
        raise Refusal(f"{layer.name}: {error}{hint}") from None


def _written(equations: Sequence[Equation], fmt: str) -> str:
    lines = [pretty.equation(e, fmt) for e in equations]
    if fmt == "text":
        return "\n".join(lines)
    rows = " \\\\\n".join(x.replace(" = ", " &= ", 1) for x in lines)
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}"


__all__ = ["small", "unroll_command"]
