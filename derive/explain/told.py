"""The derivation of one gradient as it is told: the recorded steps in the order of the backward pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sympy import Expr, S

from derive.autodiff.backward import Backward
from derive.autodiff.invariance import CANCELS
from derive.autodiff.reverse import cotangent_of
from derive.explain.meeting_ways import Cotangents, by_name
from derive.explain.provided import divided_by, in_own_names, provided
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.reader import read
from derive.explain.recognise import recognise
from derive.expr import Acc, Cond, Iverson, Reduce, Tensor, Where, accesses, found_in, tensors
from derive.model.kinks import Words, kinks, stops
from derive.model.layer import Def, Layer, ModelError, Program
from derive.model.spoken import About
from derive.steps import Choice, Derivation, Equation, Premise, Step, Trace


def told(backward: Backward, tensor: Tensor, compiled: bool = False) -> Derivation:
    """The steps from the chain rule to the textbook form, or on to the ``compiled`` one.

    ``ModelError`` where there is no gradient towards ``tensor``.
    """
    layer = backward.source
    if tensor not in layer.wrt:
        names = ", ".join(t.name for t in layer.wrt)
        raise ModelError(
            f"{layer.name}: no gradient towards {tensor.name}; differentiable inputs are {names}"
        )
    order = _order(backward, tensor)
    textbook = (
        backward.program([tensor], f"vjp_{tensor.name}") if compiled else backward.printed(tensor, order)
    )
    named = None if compiled else by_name(backward, order, textbook)
    chain = _chain(backward, tensor, order, compiled, named or {})
    gradient = textbook.defs[-1]
    seen = recognise(gradient, backward.facts, backward.layer.forward, layer.sizes)
    if compiled:
        chain.steps += seen.steps if seen.definition == gradient else ()
        for split in map(backward.split, textbook.defs):
            chain.add(split.trace)
        program = backward.over_classes(textbook)
    else:
        chain.steps += seen.steps
        program = replace(textbook, defs=(*textbook.defs[:-1], seen.definition))
    page = program if named is None else backward.program_of(named, program.name)
    printed = page.defs if compiled else _printed(page.defs, backward.layer, chain)
    divided = () if compiled else divided_by(printed, backward.layer)
    assumed = provided((*chain.conditions, *divided), backward.layer)
    assumed = in_own_names(assumed, backward.layer, layer)
    return Derivation(
        layer,
        program.defs[-1].lhs,
        tuple(_said(step, backward.layer) for step in chain.steps),
        program,
        _where(printed, backward.layer, layer, assumed),
        assumed,
        seen.claims,
        _agreed(backward, program, order),
        tuple(dict.fromkeys(chain.choices)),
        _named(backward, chain.steps),
        printed if printed != program.defs else (),
        _unsimplified(backward, order),
    )


def _unsimplified(backward: Backward, order: Sequence[Tensor]) -> tuple[Def, ...]:
    found = [backward.adjoint.cotangent(value) for value in order]
    return tuple(d for one in found if one is not None for d in one.defs)


def _printed(defs: Sequence[Def], layer: Layer, chain: _Told) -> tuple[Def, ...]:
    """The definitions in the form that is cheapest to read, those that it mentions; the steps are told."""
    kept: list[Def] = []
    for one in reversed(defs):
        if not kept or any(one.tensor in d.reads for d in kept):
            made, steps = read(one, layer.forward)
            chain.steps += (s for s in steps if s not in chain.steps)
            kept.insert(0, made)
    return tuple(kept)


def _named(backward: Backward, steps: Sequence[Step]) -> tuple[Equation, ...]:
    """The definitions that differentiation added, of what the steps mention."""
    shown = (t for s in steps for e in (*s.before, *s.equations) for t in (e.lhs, e.rhs) if t is not None)
    read = {t for tree in shown for t in tensors(tree)}
    own = {d.lhs for d in backward.source.forward}
    added = (d for d in backward.layer.forward if d.lhs not in own and d.tensor in read)
    return tuple(Equation.of(d) for d in added)


def _agreed(backward: Backward, program: Program, order: Collection[Tensor]) -> tuple[str | Words, ...]:
    """What was chosen on the way over ``order``; of ties nothing, where no winner is left in the result."""
    layer = backward.source
    if _is_sum_of_cotangents(program, layer):
        return stops(layer)
    if layer.conventions:
        on_the_way = {t.name for t in order}
        spoken = (
            c for c in layer.conventions if not isinstance(c, About) or on_the_way & {t.name for t in c.of}
        )
        return (*spoken, *stops(layer))
    arg = (d for d in backward.layer.forward if isinstance(d.expr, Reduce) and d.expr.op.startswith("arg"))
    won = {d.tensor for d in arg} & {t for d in program.defs for t in d.reads}
    said = dict.fromkeys(k.convention for k in kinks(layer) if won or not k.tie)
    return (*said, *stops(layer))


def _is_sum_of_cotangents(program: Program, layer: Layer) -> bool:
    """Whether the gradient adds up what arrives, as it is: no border, no kink and no tie is left in it."""
    seeds = {cotangent_of(t) for t in layer.outputs}
    exprs = [d.expr for d in program.defs]
    plain = all(at.is_Symbol or at.is_number for e in exprs for a in accesses(e) for at in a.index)
    bare = not any(e.has(Iverson, Where) or any(r.guards for r in e.atoms(Reduce)) for e in exprs)
    return plain and bare and {t for d in program.defs for t in d.reads} <= seeds


def _said(step: Step, layer: Layer) -> Step:
    """The step with those of its conditions that have to be said."""
    if not any(isinstance(c, Premise) for c in step.conditions):
        return step
    assumed = provided((c for c in step.conditions if isinstance(c, Premise)), layer)
    return replace(step, conditions=(*(c for c in step.conditions if isinstance(c, Cond)), *assumed))


@dataclass
class _Told:
    """What was recorded of several cotangents, one after the other."""

    steps: list[Step] = field(default_factory=list)
    conditions: list[Premise] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def add(self, trace: Trace) -> None:
        self.steps += trace.steps
        self.conditions += trace.conditions
        self.choices += trace.choices


def _chain(
    backward: Backward, tensor: Tensor, order: Sequence[Tensor], compiled: bool, named: Cotangents
) -> _Told:
    """The cotangents that the gradient is made of, from the chain rule to their simplest form."""
    chain = _Told()
    for value in order:
        found = backward.adjoint.cotangent(value) if compiled else backward.adjoint.shown(value)
        if found is None:
            chain.steps += [_cancelled(value)] if backward.adjoint.cancels(value) else []
            continue
        chain.choices += found.trace.choices
        chain.steps += found.trace.steps if value == tensor else _brief(found.trace.steps)
        shown = named.get(value) or backward.shown(value)
        for one in backward.simplified(value) if compiled else shown:
            chain.add(one.trace)
    return chain


def _cancelled(value: Tensor) -> Step:
    """Nothing flows back through an extreme that the outputs do not change with."""
    own = cotangent_of(value)
    free = tuple((z, S.Zero, e - 1) for z, e in zip(value.axes, value.shape, strict=True))
    return Step(CANCELS.name, CANCELS.says, (Equation(Acc(own, *own.axes), S.Zero, free),))


def _brief(steps: Sequence[Step]) -> list[Step]:
    """The rules of reverse mode for an inner value in one step: from the chain rule to what came of it."""
    first, *_, last = steps
    return [replace(first, equations=last.equations, before=first.equations, by=last.by)]


def _order(backward: Backward, tensor: Tensor) -> list[Tensor]:
    """The tensors whose cotangents the gradient is made of, in the order of the backward pass."""
    wanted = {tensor}
    order = []
    for one in backward.layer.forward:
        if wanted & set(tensors(one.expr)) and one.tensor.kind == "real":
            wanted.add(one.tensor)
    for one in reversed(backward.layer.forward):
        inner = one.tensor not in backward.layer.outputs or backward.adjoint.seed(one.tensor) != cotangent_of(
            one.tensor
        )
        if one.tensor in wanted and inner:
            order.append(one.tensor)
    return _on_the_way(backward, [*order, tensor])


def _on_the_way(backward: Backward, order: Sequence[Tensor]) -> list[Tensor]:
    """Those whose cotangents are read by a later one; what has no slope passes nothing on."""
    kept: list[Tensor] = []
    read: set[Tensor] = set()
    for value in reversed(order):
        found = backward.adjoint.shown(value)
        defs = found.defs if found is not None else ()
        if not kept or read & {d.tensor for d in defs} or (found is None and backward.adjoint.cancels(value)):
            kept.insert(0, value)
            read |= {t for d in defs for t in d.reads}
    return kept


def _where(
    defs: Sequence[Def], layer: Layer, source: Layer, conditions: Sequence[Premise]
) -> tuple[Equation, ...]:
    """The forward definitions that the result and its conditions mention, and those that they mention.

    Each as it was written, unless the names that were given to its sums are less to read.
    """
    forward = {d.tensor: d for d in layer.forward}
    roots = [t for d in [d for d in defs if d.tensor not in forward] or defs for t in d.reads]
    roots += [t for one in conditions for t in tensors(one.cond)]
    wanted = _mentioned(roots, forward)
    for own in (d for d in source.forward if d.tensor in wanted and not _nested(d.expr)):
        written = forward | {own.tensor: own}
        found = _mentioned(roots, written)
        before, after = (
            sum(reading_cost(ds[t].expr) for t in w) for ds, w in ((forward, wanted), (written, found))
        )
        if len(found) < len(wanted) and after <= before:
            forward, wanted = written, found
    return tuple(Equation.of(forward[d.tensor]) for d in layer.forward if d.tensor in wanted)


def _nested(e: Expr) -> bool:
    """Whether a sum or an extreme stands in another."""
    return any(r.body.has(Reduce) for r in found_in(e, Reduce))


def _mentioned(roots: Sequence[Tensor], forward: Mapping[Tensor, Def]) -> set[Tensor]:
    """The values among the roots, and those that they are computed from."""
    wanted: set[Tensor] = set()
    stack = [*roots]
    while stack:
        t = stack.pop()
        if t in forward and t not in wanted:
            wanted.add(t)
            stack += forward[t].reads
    return wanted
