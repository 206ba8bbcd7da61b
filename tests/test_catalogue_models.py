"""Every layer of the catalogue as a formula: its forward, its gradients, the numbers of the notes.

Nothing is compiled here; forwards and derived formulas are evaluated as they stand.
"""

import importlib
import pkgutil
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import derive.layers
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import plain
from codegen.verification.judgement import tolerance
from codegen.verification.rungs.pairing import along
from derive.expr import Acc, Reduce, Where
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.layers.catalogue import STUB, imports
from derive.model.layer import Layer, ModelError
from derive.model.validate import validate, validated_when_asked
from derive.notation import define, index, size
from derive.notation import tensor as array
from tests.catalogue_oracle import FORWARDS
from tests.oracle import deform_conv2d
from tests.spine import sampled
from tests.strategies import cases

ORACLES = {**FORWARDS, "deform_conv2d": deform_conv2d}
ROOT = Path(__file__).parent.parent
BY_NAME = {layer.name: layer for layer in LAYERS}
each_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)


def drawn(layer, examples):
    """A test over ``examples`` awkward cases of a layer."""
    quick = settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    return lambda test: quick(given(cases(layer))(test))


@cache
def derived(name, mode):
    return gradients(BY_NAME[name], mode)


def values(case):
    layer = case.layer
    return [plain(case.forward[t.name]).reshape(case.shape(t)) for t in (*layer.outputs, *layer.aux)]


def gradient(case, tensor, mode, all_at_once=False):
    """The derived formula, evaluated."""
    found = derived(case.layer.name, mode)
    arrays = Evaluator(case.symbols, dict(case.arrays)).run(found.forward)
    arrays |= {f"d{name}": u for name, u in case.cotangents().items()}
    program = found.vjp_all if all_at_once else found.vjp[tensor]
    return np.asarray(Evaluator(case.symbols, arrays).run(program)[f"d{tensor.name}"])


def modules():
    """The modules of the models, the catalogue itself left out."""
    found = pkgutil.walk_packages(derive.layers.__path__, "derive.layers.")
    return [importlib.import_module(one.name) for one in found]


def test_the_catalogue_has_every_layer_that_a_module_defines():
    """Nothing is forgotten, nothing is listed that is not there, names are those of the models."""
    defined = [pair for module in modules() for pair in vars(module).items() if isinstance(pair[1], Layer)]
    public = [(name, layer) for name, layer in defined if not name.startswith("_")]
    assert {name for name, _ in public} == set(LAYERS.names)
    assert all(LAYERS[name] is layer and layer.name == name for name, layer in public)


def test_every_row_of_the_table_has_its_layers():
    _, *rows = re.split(r"^# (?=\d+: )", STUB.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [int(row.split(":")[0]) for row in rows] == list(range(1, 1 + len(LAYERS.families)))
    assert all(imports(row.split("\n", 1)[1]) for row in rows)
    assert list(LAYERS.names) == list(BY_NAME) and len(LAYERS) >= 94
    assert set(ORACLES) == set(BY_NAME)


def test_the_readme_counts_the_layers_of_the_notes_and_those_beyond():
    families = LAYERS.families.items()
    beyond = [name for family, names in families if family.startswith("Beyond the notes") for name in names]
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    notes = len(LAYERS) - len(beyond)
    assert f"the {notes} models of the lecture notes and {len(beyond)} beyond them" in text
    assert f"the {len(LAYERS)} layers by family" in text


# Their branches meet smoothly (the safe exponential), or the maximum cancels in exact arithmetic.
SMOOTH = {
    "sigmoid", "softplus", "silu", "mish", "softmax", "log_softmax", "cross_entropy", "dense_cross_entropy",
    "attention", "causal_attention", "soft_cross_entropy", "soft_cross_entropy_each",
}  # fmt: skip


def compares_data(layer):
    """Whether a value decides which formula holds."""
    chosen = [w for one in layer.forward for w in one.expr.atoms(Where) for c in w.conds if reals(c)]
    extremes = [r for one in layer.forward for r in one.expr.atoms(Reduce) if r.op in ("max", "min")]
    return bool(chosen or extremes)


def reals(cond):
    return [a for a in cond.atoms(Acc) if a.tensor.kind == "real"]


@each_layer
def test_it_says_what_it_is_and_what_holds_at_kinks(layer):
    assert layer.summary
    if compares_data(layer) and layer.name not in SMOOTH:
        assert layer.conventions


@each_layer
def test_the_forward_equals_the_naive_one(layer):
    @drawn(layer, 8)
    def compare(case):
        wanted = ORACLES[layer.name](**case.arrays, **case.options)
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        for tensor, made, expected in zip(
            (*layer.outputs, *layer.aux), values(case), wanted[: len(values(case))], strict=True
        ):
            assert made.shape == np.shape(expected), tensor
            np.testing.assert_allclose(made, expected, rtol=1e-11, atol=1e-11, err_msg=tensor.name)

    compare()


@pytest.mark.parametrize("name", sampled(LAYERS.names))
def test_the_derived_gradients_are_right(name):
    """<Jv, u> = <v, Jᵀu> with J from dual numbers, in the textbook's form and in the one without tests.

    ``chainrule verify --quick`` asks the same of the kernels of every layer; here every layer is deep.
    """
    layer = LAYERS[name]

    @drawn(layer, 4)
    def compare(case):
        if case.unstable:
            return
        for tensor in layer.wrt:
            columns = case.directions(tensor, coordinates=12)
            wanted = case.pulled(tensor, columns)
            forms = [gradient(case, tensor, "residue"), gradient(case, tensor, "free")]
            forms += [gradient(case, tensor, "residue", all_at_once=True)]
            for made in forms:
                assert made.shape == case.shape(tensor)
                found, error = along(made, columns)
                limit = tolerance(wanted.error + error)
                assert np.all(np.abs(found - wanted.value) <= 1e-9 * (1 + np.abs(wanted.value)) + limit)

    compare()


def test_of_a_module_the_layer_that_is_asked_for_is_validated():
    code = (
        "import sys, derive.model; v = sys.modules['derive.model.validate']; seen, sized = [], v._sized; "
        "v._sized = lambda m: (seen.append(m.name), sized(m)); from derive.layers import LAYERS; "
        "LAYERS['conv2d'], LAYERS['conv2d']; print(*seen)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True, check=True)
    assert done.stdout.split() == ["conv2d"]


def test_a_layer_of_somebody_is_validated_when_it_is_made():
    n = index("n", size("N"))
    x, y, z = array("x", n), array("y", n), array("z", n)
    with validated_when_asked():
        lacking = Layer("lacking", [define(y[n], z[n])], wrt=(x,), inputs=(x,))
    for make in (lambda: validate(lacking), lambda: replace(lacking)):
        with pytest.raises(ModelError, match="z"):
            make()
