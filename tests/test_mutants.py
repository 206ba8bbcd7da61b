"""Wrong formulas, emitted like right ones: verification must say FAIL to each."""

from dataclasses import replace

import numpy as np
import pytest

from codegen.module.load import load
from codegen.verification import Verdict, draw, rungs, verify
from codegen.verification.interpreter.evaluate import EvaluationError, Evaluator
from codegen.verification.judgement import LIMIT
from codegen.verification.mistakes.of_formulas import OPERATORS, mutants
from codegen.verification.rungs.pairing import along, derivative
from derive.gradients import gradients
from derive.layers import LAYERS
from tests.spine import SPINE, quickly

IDS = [layer.name for layer in SPINE]


def emitted(layer, found, tensor, program):
    return load(layer, gradients=replace(found, vjp={**found.vjp, tensor: program}))


@pytest.mark.parametrize("layer", SPINE, ids=IDS)
def test_a_kernel_with_one_change_fails(layer):
    """Through the whole pipeline: one mutant per layer of the gradient that has the most to go wrong."""
    found = gradients(layer)
    tensor = layer.wrt[0]
    mutant = next(m for m in mutants(found.vjp[tensor]) if m.operator == "sign")
    module = emitted(layer, found, tensor, mutant.program)
    reports = verify(
        [replace(layer, wrt=(tensor,))], checks=rungs("dot_product"), module_for=lambda _: module
    )
    assert reports[0].verdict is Verdict.FAIL, f"passed: {mutant.operator} {mutant.place}"
    assert "reproduce(" in reports[0].failures[0]


@pytest.mark.parametrize("layer", quickly(SPINE, "deform_conv2d"))
def test_mutants_of_the_formula_are_killed(layer):
    """Every mutant of every gradient, evaluated; what survives must equal the formula everywhere."""
    found = gradients(layer)
    drawn = draw(layer, 40)
    killed = 0
    for tensor in layer.wrt:
        trials = [Trial(case, found, tensor) for case in drawn]
        for mutant in mutants(found.vjp[tensor]):
            name = f"{layer.name} d{tensor.name}: {mutant.operator} {mutant.place}"
            if any(trial.kills(mutant.program) for trial in trials):
                killed += 1
            else:
                assert all(trial.agrees(mutant.program) for trial in trials), f"{name} survived"
    assert killed >= 3


class Trial:
    """A case with everything that does not depend on the mutant."""

    def __init__(self, case, found, tensor):
        self.case, self.tensor = case, tensor
        self.columns = case.directions(tensor)
        self.wanted = case.pulled(tensor, self.columns)
        self.arrays = Evaluator(case.symbols, dict(case.arrays)).run(found.forward)
        self.arrays |= {f"d{name}": u for name, u in case.cotangents().items()}
        self.right = self.value(found.vjp[tensor])

    def value(self, program):
        made = Evaluator(self.case.symbols, dict(self.arrays)).run(program)
        return np.asarray(made[f"d{self.tensor.name}"])

    def kills(self, program):
        try:
            made, error = along(self.value(program), self.columns)
        except EvaluationError:
            return True
        return derivative(made, self.wanted, error, np.float64, LIMIT, "").verdict is Verdict.FAIL

    def agrees(self, program):
        return np.allclose(self.right, self.value(program), rtol=1e-12, atol=1e-12, equal_nan=True)


def test_every_operator_finds_something_to_change():
    layers = [*SPINE, LAYERS["mse_loss"]]
    used = {m.operator for layer in layers for p in gradients(layer).vjp.values() for m in mutants(p)}
    assert used == set(OPERATORS) - {"extreme"}  # no gradient of these recomputes an extreme


def test_a_mutant_differs_in_one_place():
    layer = SPINE[IDS.index("batch_norm")]
    program = gradients(layer).vjp[layer.wrt[0]]
    for mutant in mutants(program):
        changed = [a is not b and a != b for a, b in zip(program.defs, mutant.program.defs, strict=True)]
        assert sum(changed) == 1
