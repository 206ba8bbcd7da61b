"""What is computed in another form than the one that is told, where, and in which.

``1/(1 + e^-x)`` where x < 0 is computed as ``e^x/(1 + e^x)``.  Of a long argument, or of several ones, it is
said of a letter that stands for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from sympy import Expr

from derive.expr import Acc, Cond, Reduce, Tensor, accesses, replace_in_scope
from derive.model.one_function import other_cases

Case: TypeAlias = tuple[Any, Any, Any]
"""A formula, a condition, and the form in which the formula is computed under it."""
_LETTERS = re.compile(r"(?<=[\[ ])[a-z]'*(?=[,\]])")
"""The letters among the indices of an element."""


def other_forms(formulas: Sequence[Expr]) -> list[Case]:
    """Each once, in the order of the formulas; of a product only its factor."""
    every = {_LETTERS.sub("_", str(c)): c for e in reversed(formulas) for c in reversed([*other_cases(e)])}
    cases = [*reversed(every.values())]
    names = {s.name for e in formulas for s in e.free_symbols}
    names |= {a.tensor.name for e in formulas for a in accesses(e)}
    free = Acc(Tensor(next(z for z in (*"ztuvw", "z_") if z not in names), (), ()))
    lettered = [_of_a_letter(case, free) for case in cases]
    made = (
        case if letter is None or (lettered.count(letter) == 1 and len(accesses(case[1])) == 1) else letter
        for case, letter in zip(cases, lettered, strict=True)
    )
    return [*dict.fromkeys(made)]


def _of_a_letter(case: Case, letter: Acc) -> Case | None:
    """The two forms of a function of one argument by a letter for it; None for a function of more."""
    return next((made for made in _by(case, letter) if not any(map(_more, made))), None)


def _by(case: Case, letter: Acc) -> Iterator[Case]:
    told, cond, form = case
    if isinstance(cond, Cond) and cond.kind in ("ge", "gt"):
        for e in (-cond.of, cond.of):
            known = {e: letter, -e: -letter}
            yield tuple(replace_in_scope(part, known) for part in (told, cond, form))


def _more(e: Any) -> bool:
    """Whether something else than the letter is read."""
    return bool(e.has(Reduce)) or any(a.index for a in accesses(e))


__all__ = ["other_forms"]
