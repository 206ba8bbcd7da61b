"""What a page shows, with its named cotangents and its forms of reading, is what is computed: in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from codegen.verification import Case, draw
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import plain
from derive.expr import Tensor
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model.layer import Def, Layer, Program
from derive.model.one_function import told_once
from derive.pretty.read_forms import read_form
from derive.pretty.read_places import read_places
from derive.steps import Derivation, Equation


def as_read(one: Def) -> Def:
    return replace(one, expr=read_form(read_places(told_once(one.expr), one.free), one.free))


def in_order(last: Tensor, known: Mapping[Tensor, Def]) -> tuple[Def, ...]:
    """What ``last`` needs, each definition after those that it reads."""
    made: dict[Tensor, Def] = {}

    def need(t: Tensor) -> None:
        for read in known[t].reads:
            if read in known and read not in made:
                need(read)
        made[t] = known[t]

    need(last)
    return tuple(made.values())


def computed(case: Case, derived: Derivation, defs: Sequence[Def]) -> np.ndarray:
    """The gradient, of definitions over the forward as it was written and the names that were added."""
    named: Sequence[Equation] = (*derived.where, *derived.named)
    known = {e.lhs.tensor: as_read(Def(e.lhs, e.free, e.rhs)) for e in named}
    known |= {d.tensor: d for d in derived.layer.forward}
    known |= {d.tensor: d for d in defs if d.tensor not in known}
    last = defs[-1].tensor
    arrays = dict(case.arrays) | {f"d{name}": u for name, u in case.cotangents().items()}
    program = Program("one", (), in_order(last, known), (last,))
    return np.asarray(plain(Evaluator(case.symbols, arrays).run(program)[last.name]))


@pytest.mark.parametrize("layer", list(LAYERS), ids=lambda layer: layer.name)
def test_a_page_says_what_is_computed(layer: Layer) -> None:
    (case,) = draw(layer, 1)
    for derived in derivations(layer, layer.wrt):
        shown = computed(case, derived, [as_read(d) for d in derived.page])
        wanted = computed(case, derived, derived.program.defs)
        np.testing.assert_allclose(shown, wanted, rtol=1e-9, atol=1e-11, err_msg=derived.target.tensor.name)
