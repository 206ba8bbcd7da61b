"""Where a forward has no derivative, and what holds there: read off the model.

A case distinction takes value and derivative of the branch that holds at the border; of equal elements
under a max or min the first wins and receives the whole gradient; ``|x|`` has derivative 0 at 0, ``⌊x⌋``
everywhere; linear interpolation takes the derivative from the right at whole positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sympy import Abs, Expr, ceiling, floor, preorder_traversal, sign

from derive.expr import Acc, Cond, Hat, Reduce, StopGradient, Tensor, Where, found_in
from derive.model.layer import Layer
from derive.model.one_function import is_one_function

Words = tuple[str | Expr, ...]
"""A sentence with the expressions that it speaks of."""


@dataclass(frozen=True)
class Kink:
    """``of`` vanishes, ties or is whole there; ``convention`` says what was chosen.

    ``tie``: equal elements under an extreme.
    """

    of: Expr
    convention: Words
    tie: bool = False


def kinks(layer: Layer) -> tuple[Kink, ...]:
    """The kinks of a layer, each once, in the order of the forward; what only sizes move has none."""
    moving = _moving(layer)
    found = dict.fromkeys(kink for one in layer.forward for kink in _inside(one.expr))
    return tuple(kink for kink in found if any(a.tensor in moving for a in found_in(kink.of, Acc)))


def _moving(layer: Layer) -> set[Tensor]:
    """The inputs of real numbers, and what is computed from them."""
    moving = {t for t in layer.inputs if t.kind == "real"}
    for one in layer.forward:
        if moving & {a.tensor for a in found_in(one.expr, Acc)}:
            moving.add(one.tensor)
    return moving


def _inside(e: Expr) -> Iterator[Kink]:
    """The kinks of one formula; of two at one border the inner one says of which part it is."""
    borders: set[Expr] = set()
    for node in dict.fromkeys(preorder_traversal(e)):
        for kink in _of(node):
            inner = isinstance(node, Where) and not borders.isdisjoint((kink.of, -kink.of))
            yield replace(kink, convention=_of_part(kink.convention, node)) if inner else kink
            borders.add(kink.of)


def _of_part(said: Words, node: Where) -> Words:
    return (*said[:2], " = 0 ", node, " has the value and the derivative of ", said[-1])


def conventions(layer: Layer) -> tuple[str | Words, ...]:
    """What the layer declares at its kinks, or, where it declares nothing, what follows from the model."""
    said: tuple[str | Words, ...] = layer.conventions or tuple(
        dict.fromkeys(k.convention for k in kinks(layer))
    )
    return (*said, *stops(layer))


def stops(layer: Layer) -> tuple[str, ...]:
    """What the derivation does not look into."""
    return (STOPPED,) if any(d.expr.has(StopGradient) for d in layer.forward) else ()


STOPPED = "sg(e) has the value of e and the derivative 0: the gradient stops there"


def _of(node: Expr) -> list[Kink]:
    if isinstance(node, Where) and not is_one_function(node):
        return [_border(c, node) for c in node.conds if found_in(c.of, Acc) and not c.of.is_integer]
    if isinstance(node, Reduce) and node.op in ("max", "min"):
        text = f"of equal elements under the {node.op} the first takes the whole gradient"
        return [Kink(node.body, (text,), tie=True)]
    if isinstance(node, Abs | sign) and found_in(node.args[0], Acc):
        return [Kink(node.args[0], ("the derivative of ", Abs(node.args[0]), " at 0 is 0"))]
    if isinstance(node, floor | ceiling) and found_in(node.args[0], Acc):
        return [Kink(node.args[0], ("the derivative of ", node, " is 0 everywhere"))]
    if isinstance(node, Hat) and found_in(node.args[1], Acc):
        text = "at whole positions linear interpolation has the derivative from the right"
        return [Kink(node.args[1], (text,))]
    return []


def _border(cond: Cond, node: Where) -> Kink:
    branch = node.args[1] if cond.kind in ("ge", "eq") else node.args[2]
    of = -cond.of if cond.of.could_extract_minus_sign() else cond.of
    share, rest = of.primitive()
    of = rest if share.q != 1 else of
    return Kink(cond.of, ("at ", of, " = 0 value and derivative are those of ", branch))
