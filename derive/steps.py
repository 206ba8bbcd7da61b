"""The recorded derivation: what a printer shows and a lecturer reads aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from sympy import Expr

from derive.expr import Acc, Binder, Cond, Reduce, found_in, replace_in_scope, substitute
from derive.model.kinks import Words
from derive.model.layer import Def, Layer, Program
from derive.model.shown import Shown

T = TypeVar("T")


class Partial(Expr):
    """``∂y/∂x`` as it stands in print, before it is computed: ``Partial(y[n, o], x[m, k])``."""

    is_commutative = True

    def _eval_is_real(self) -> bool:
        return True

    def _sympystr(self, printer: Any) -> str:
        return f"∂{printer._print(self.args[0])}/∂{printer._print(self.args[1])}"

    def _latex(self, printer: Any) -> str:
        above, below = map(printer._print, self.args)
        return rf"\frac{{\partial {above}}}{{\partial {below}}}"


@dataclass(frozen=True)
class Equation(Shown):
    """``lhs = rhs`` (or ``lhs += rhs``) for all values of ``free``; ``lhs`` is ``None`` in a continuation."""

    lhs: Expr | None
    rhs: Expr
    free: tuple[Binder, ...] = ()
    relation: str = "="

    @staticmethod
    def of(definition: Def) -> Equation:
        """A definition in print; an index that has one value only stands as that value."""
        single = {z: lo for z, lo, hi in definition.free if lo == hi and lo.is_number}
        free = tuple(b for b in definition.free if b[0] not in single)
        lhs, expr = substitute(definition.lhs, single), substitute(definition.expr, single)
        return Equation(lhs, without_dead(expr), free, "+=" if definition.scatter else "=")


def without_dead(e: Any) -> Any:
    """``Σ_{c=0}^{0} f(c) = f(0)``: a letter with one value is no index of a sum, a product or an extreme."""
    found = [r for r in found_in(e, Reduce) if any(_is_dead(b) for b in r.binders)]
    for reduce in sorted(found, key=lambda r: len(found_in(r, Reduce))):
        if reduce.op not in ("sum", "prod", "max", "min") or not e.has(reduce):
            continue
        values = {z: lo for z, lo, hi in reduce.binders if _is_dead((z, lo, hi))}
        body, guards = substitute(reduce.body, values), [substitute(g, values) for g in reduce.guards]
        kept = [
            (z, substitute(lo, values), substitute(hi, values))
            for z, lo, hi in reduce.binders
            if z not in values
        ]
        return without_dead(replace_in_scope(e, {reduce: Reduce(reduce.op, body, kept, guards)}))
    return e


def _is_dead(binder: Binder) -> bool:
    return bool(binder[1] == binder[2] and binder[1].is_number)


class Law(NamedTuple):
    """A rule of the derivation: its name, and in one line what it says."""

    name: str
    says: str


@dataclass(frozen=True)
class Premise:
    """A condition that a step rests on; ``declared``: the model says so, its definition does not show it."""

    cond: Cond
    declared: bool = False

    def __str__(self) -> str:
        return f"{self.cond} (declared)" if self.declared else str(self.cond)


@dataclass(frozen=True)
class Step(Shown):
    """One rule that fired: its name, the law it applies in one line, what it produced, what it assumed.

    ``before`` optionally holds what it was applied to, ``notes`` what it found out, in words, ``by`` the
    rules of the normal form (``derive.simplify.rules``) that made it.
    """

    rule: str
    law: str
    equations: tuple[Equation, ...]
    conditions: tuple[Premise | Cond, ...] = ()
    before: tuple[Equation, ...] = ()
    notes: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    def and_then(self, other: Step) -> Step:
        """Both as one step, of the same law."""
        return replace(
            self,
            equations=_once(self.equations, other.equations),
            conditions=_once(self.conditions, other.conditions),
            notes=_once(self.notes, other.notes),
            by=_once(self.by, other.by),
        )


@dataclass(frozen=True)
class Recognition:
    """What a result is called, in words, and the equation that says so: proved before it is said.

    ``shape`` holds what the words were made from, by ``spell``.
    """

    says: str
    equation: Equation
    shape: Any = None
    spell: Callable[[Any], str] | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.says


@dataclass(frozen=True)
class Choice:
    """One of several forms was taken: of what, which one, and why."""

    of: str
    taken: str
    reason: str

    def __str__(self) -> str:
        return f"{self.of}: {self.taken}, because {self.reason}"


class Trace:
    """The steps and the choices of a derivation, appended as rules fire."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.choices: list[Choice] = []

    def fired(self, law: Law, equations: Iterable[Equation], **more: Any) -> None:
        """A rule fired; the same rule twice in a row is one step."""
        self._append(Step(law.name, law.says, tuple(equations), **more))

    def chose(self, of: str, taken: str, reason: str) -> None:
        """One form was taken where there were others."""
        choice = Choice(of, taken, reason)
        if choice not in self.choices:
            self.choices.append(choice)

    def then(self, other: Trace) -> None:
        """What another trace recorded, after this."""
        for step in other.steps:
            self._append(step)
        self.choices += [c for c in other.choices if c not in self.choices]

    def concluded(self, result: Equation, law: Law | None) -> None:
        """The result, of a rule of its own or of the one that fired last."""
        if law is not None:
            self.fired(law, [result])
        else:
            self.steps[-1] = self.steps[-1].and_then(replace(self.steps[-1], equations=(result,)))

    @property
    def conditions(self) -> tuple[Premise, ...]:
        """What the steps rest on."""
        return tuple(dict.fromkeys(c for s in self.steps for c in s.conditions if isinstance(c, Premise)))

    def _append(self, step: Step) -> None:
        last = self.steps[-1] if self.steps else None
        if last is not None and (last.rule, last.law) == (step.rule, step.law) and not step.before:
            self.steps[-1] = last.and_then(step)
        else:
            self.steps.append(step)


def _once(*parts: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


@dataclass(frozen=True)
class Derivation(Shown):
    """How one gradient was found.

    ``program`` computes it: its last definition is the gradient, the earlier ones are the named
    sums and intermediate values that it uses.  ``where`` holds the forward definitions (and recognised
    facts) that the result mentions and a reader wants to see below it.  ``choices`` are the forms that
    were taken where there were others, each with its reason.
    """

    layer: Layer
    target: Acc
    steps: tuple[Step, ...]
    program: Program
    where: tuple[Equation, ...] = ()
    conditions: tuple[Premise, ...] = ()
    recognised: tuple[Recognition, ...] = ()
    conventions: tuple[str | Words, ...] = ()
    choices: tuple[Choice, ...] = ()
    named: tuple[Equation, ...] = ()
    """What the steps mention and the forward of the layer does not name: switches, sums inside a function."""
    printed: tuple[Def, ...] = ()
    """The definitions of ``program`` in the form that is cheapest to read, where that is another one."""
    unsimplified: tuple[Def, ...] = ()
    """The cotangents that the gradient is made of, as the chain rule and inverted indices leave them."""

    @property
    def result(self) -> Def:
        return self.program.defs[-1]

    @property
    def page(self) -> tuple[Def, ...]:
        """The definitions as a page has them, the gradient last."""
        return self.printed or self.program.defs


__all__ = [
    "Choice",
    "Derivation",
    "Equation",
    "Law",
    "Partial",
    "Premise",
    "Recognition",
    "Step",
    "Trace",
    "without_dead",
]
