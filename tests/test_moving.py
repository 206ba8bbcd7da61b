"""While one input moves, what does not hang on it is known; slopes along a column are asked once."""

import numpy as np
import pytest

from codegen.verification.callables.kernels import Kernels, kernels_of
from codegen.verification.cases import Case, case_of
from codegen.verification.interpreter import meaning
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Dual, bounded, plain
from codegen.verification.interpreter.precision import DOUBLE, SINGLE, counted_in
from codegen.verification.ladder import draw
from codegen.verification.moving import as_dual, hanging_on, rounded
from codegen.verification.quick import standing
from codegen.verification.reach import EDGES
from codegen.verification.reach.moved import Moved
from codegen.verification.report import Verdict
from codegen.verification.rungs import Subject
from codegen.verification.rungs.derivatives.dot_product import WAYS
from codegen.verification.rungs.derivatives.finite_differences import finite_differences
from codegen.verification.rungs.exact.both_sides import in_system
from codegen.verification.rungs.exact.letters_of_data import for_all_data
from codegen.verification.rungs.exact.rational_text import ways
from codegen.verification.systems import RATIONAL
from derive.layers import LAYERS

SOME = ("batch_norm", "tcn_block", "deform_conv2d", "softmax", "max_pool2d", "cross_entropy_mean")


def along_the_whole_model(case, tensor, columns):
    """Slopes by an evaluation of every definition, as the text of the model says."""
    made = case.given(case.arrays)
    shape = (*case.shape(tensor), columns.shape[1])
    made[tensor.name] = Dual(made[tensor.name], rounded(columns.reshape(shape)))
    evaluator = Evaluator.at_sizes(case.symbols, made)
    with counted_in(case.precision):
        found = evaluator.run(case.layer.program)
    outputs = {t.name: as_dual(found[t.name], columns.shape[1]) for t in case.layer.outputs}
    return outputs, np.broadcast_to(evaluator.watch.distance, columns.shape[1:])


def same(found, wanted):
    for name, dual in wanted.items():
        for part in (lambda d: d.value.value, lambda d: d.tangent.value, lambda d: d.tangent.error):
            np.testing.assert_allclose(part(found[name]), part(dual), rtol=1e-12, atol=1e-300)
        assert np.array_equal(found[name].reached, dual.reached)


def cases(name):
    return draw(LAYERS[name], 6)[-3:]


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("precision", [DOUBLE, SINGLE], ids=["float64", "float32"])
def test_slopes_are_those_of_the_whole_model(name, precision):
    for case in (one.counted_in(precision) for one in cases(name)):
        for tensor in case.layer.wrt:
            columns = case.directions(tensor)
            outputs, distance = along_the_whole_model(case, tensor, columns)
            for asked in (columns[:, :1], columns, columns):  # one known, some found, all put together
                found = case.tangents(tensor, asked)
            same(found.outputs, outputs)
            np.testing.assert_allclose(found.distance, distance)


@pytest.mark.parametrize("name", SOME)
def test_other_data_of_one_input_give_what_a_case_with_them_gives(name):
    for case in cases(name):
        for tensor in case.layer.wrt:
            data = case.arrays[tensor.name] + 0.25
            other = Case(case.layer, case.chosen, case.seed, case.style, case.omitted)
            other.__dict__["arrays"] = {**case.arrays, tensor.name: data}
            found, wanted = case.moved(tensor, data), other.forward
            for one in (*case.layer.outputs, *case.layer.aux):
                assert np.array_equal(plain(found[one.name]), plain(wanted[one.name]), equal_nan=True)
                error, right = bounded(found[one.name]).error, bounded(wanted[one.name]).error
                assert np.array_equal(error, right, equal_nan=True)


def test_whole_numbers_move_as_in_the_whole_model():
    for case in (Moved.of(one, True) for one in cases("tcn_block")):
        for tensor in case.layer.wrt:
            step = case.direction[tensor.name][..., None]
            arrays = {**case.arrays, tensor.name: Dual(case.arrays[tensor.name], step)}
            wanted = Evaluator.at_sizes(case.symbols, arrays).run(case.layer.program)
            for one in case.layer.outputs:
                found = case.alone(tensor)[one.name]
                assert np.array_equal(found.value, plain(wanted[one.name]))
                assert np.array_equal(found.tangent, wanted[one.name].tangent)


def test_what_hangs_on_an_input():
    block = LAYERS["tcn_block"]
    by_name = {t.name: t for t in block.wrt}
    assert [d.tensor.name for d in hanging_on(block, by_name["b3"]).defs] == ["skip", "both", "y"]
    assert len(hanging_on(block, by_name["x"]).defs) == len(block.forward)


def test_an_array_that_is_written_in_parts_is_computed_as_a_whole():
    written = {layer.name: [d.tensor.name for d in layer.forward] for layer in LAYERS}
    in_parts = [layer for layer in LAYERS if len(set(written[layer.name])) < len(written[layer.name])]
    for layer in in_parts:
        for tensor in layer.wrt:
            names = [d.tensor.name for d in hanging_on(layer, tensor).defs]
            assert all(names.count(name) == written[layer.name].count(name) for name in names)


def test_a_column_is_evaluated_once(monkeypatch):
    case = cases("batch_norm")[0]
    tensor, runs = case.layer.wrt[0], []
    columns = case.directions(tensor)
    case.tangents(tensor, columns)
    run = Evaluator.run
    monkeypatch.setattr(Evaluator, "run", lambda self, program: runs.append(program) or run(self, program))
    case.tangents(tensor, columns[:, :2])
    case.pulled(tensor, columns)
    assert not runs
    case.tangents(tensor, 3 * columns[:, :1])
    assert len(runs) == 1


def test_exact_text_takes_every_way_that_the_module_says():
    for name in ("conv2d", "dense", "softmax"):
        module = standing(LAYERS[name])
        subject = Subject(kernels_of(module, LAYERS[name]), LAYERS[name].wrt[0])
        said = {edge["path"] for edge in module.SPEC["edges"]} & set(WAYS)
        asked = ways(in_system(subject, RATIONAL))
        assert asked[0] == "" and set(asked) >= said


def test_letters_have_no_floor():
    """A place that data decide has no value for all data: the rung is silent, the text has not failed."""
    layer = LAYERS["grid_sample3d"]
    sizes = dict.fromkeys(("C", "D", "H", "N", "OD", "OH", "OW", "W"), 1)
    case = case_of(layer, {"alpha": 1, "beta": 0, **sizes})
    subject = Subject(kernels_of(standing(layer), layer), layer.wrt[0])
    assert for_all_data(case, subject).verdict is not Verdict.FAIL


def test_a_slope_that_turns_within_the_shortest_step_is_left_open(monkeypatch):
    """√v is nearly |w| in the step of Adam: differences see the slopes beside; not so what is wrong."""
    layer = LAYERS["adam_step"]
    options = {"eta": 0.001, "rho_1": 0.1, "rho_2": 0.001, "t": 1, "epsilon": 1e-08, "lamda": 1.0}
    case = case_of(layer, dict(K=1, **options), seed=0, style="constant")
    subject = Subject(kernels_of(standing(layer), layer), layer.wrt[0])
    assert finite_differences(case, subject).verdict is Verdict.INCONCLUSIVE
    smooth = case_of(layer, dict(K=3, **options), seed=3)
    assert finite_differences(smooth, subject).verdict is not Verdict.FAIL
    right = Kernels.vjp
    monkeypatch.setattr(Kernels, "vjp", lambda *given, **named: 1.5 * right(*given, **named))
    assert finite_differences(smooth, subject).verdict is Verdict.FAIL


def test_edges_take_the_conditioning_of_what_is_emitted():
    layer = LAYERS["adamw_step"]
    options = {"eta": 0.001, "rho_1": 0.1, "rho_2": 0.001, "t": 3, "epsilon": 1e-08, "lamda": 0.01}
    case = case_of(layer, dict(K=7, **options), seed=2)
    for tensor in layer.wrt:
        subject = Subject(kernels_of(standing(layer), layer), tensor)
        assert EDGES.run(case, subject).verdict is not Verdict.FAIL


@pytest.mark.parametrize("name", ["grid_sample2d_bicubic", "grid_sample3d_nearest", "kl_div_loss"])
def test_what_stands_in_several_places_is_the_same_in_each(name, monkeypatch):
    """Evaluated once, in the frame that needs it most, and place by place: the same numbers and bounds."""
    known = [one.forward for one in cases(name)]
    monkeypatch.setattr(meaning, "repeated", lambda e: frozenset())
    for case, found in zip(cases(name), known, strict=True):
        for array, wanted in case.forward.items():
            one, other = bounded(found[array]), bounded(wanted)
            assert np.array_equal(one.value, other.value, equal_nan=True)
            assert np.array_equal(one.error, other.error, equal_nan=True)


def test_some_parts_of_a_formula_are_repeated():
    found = [meaning.repeated(one.expr) for one in LAYERS["grid_sample2d_bicubic"].forward]
    assert any(found)
    assert not any(meaning.repeated(one.expr) for one in LAYERS["conv2d"].forward)
