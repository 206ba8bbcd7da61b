"""Sizes at which kernels change their way: they stand in SPEC, and cases lie on both sides of each."""

import importlib
from types import SimpleNamespace

import numpy as np
import pytest
from sympy import Max, Min

from codegen.contraction.match import COLS
from codegen.module.load import RUNTIME, import_from
from codegen.numba.expressions import Scalars
from codegen.pipeline import compile_plan
from codegen.source.edges import VECTOR, edges, opens
from codegen.source.plan import plan
from codegen.verification import Verdict, draw, rungs, verify
from codegen.verification.callables.kernels import kernels_of
from codegen.verification.cases import case_of
from codegen.verification.quick import standing
from codegen.verification.reach import EDGES, SIZES, crossings, kernels_stay
from codegen.verification.reach import edges as edges_of
from codegen.verification.reach.crossings import bases
from codegen.verification.reach.demands import Quantities
from codegen.verification.reach.moved import Moved
from codegen.verification.reach.size_text import function, names
from codegen.verification.reach.wholes import terms_allowed
from codegen.verification.rungs import Subject
from derive.gradients import gradients
from derive.layers import LAYERS, conv2d, dense, max_pool2d, softmax, tcn_block
from derive.notation import Layer, define, exp, index, sizes, tensor, total
from generated import threads, vectors

(M, K) = sizes("M K")
i, k = index("i", M), index("k", K)
X, Y = tensor("x", i, k), tensor("y", i)


def of(layer):
    kernels = compile_plan(plan(layer, gradients(layer)))
    return edges(kernels, Scalars(lambda s: s.name, lambda t: t.name))


@pytest.fixture(scope="module")
def of_dense():
    return of(dense)


def test_edges_are_those_of_the_run_time(of_dense):
    said = {one["path"]: one["at"] for one in of_dense if one["path"] != "blocks"}
    wanted = {"high": vectors.HIGH, "wide": vectors.WIDE, "deep": vectors.DEEP, "ranges": 2 * threads.GRAIN}
    assert said == wanted | {"parts": 1024, "vector": VECTOR, "either": COLS}


def test_edges_say_what_is_compared(of_dense):
    found = {(one["path"], one["at"]): one["of"] for one in of_dense}
    assert found["deep", vectors.DEEP] == found["wide", vectors.WIDE] == ["K", "N", "O"]
    assert found["high", vectors.HIGH] == ["N", "O"]
    assert found["blocks", 4] == ["K", "N", "O"] and found["blocks", COLS] == ["K"]
    assert found["either", COLS] == ["O"], "fewer columns are the rows of the other way"
    assert "K * N * O" in found["ranges", 2 * threads.GRAIN]


def test_another_constant_of_the_run_time_is_another_edge(monkeypatch):
    monkeypatch.setattr(vectors, "WIDE", 48)
    assert {one["at"] for one in of(dense) if one["path"] == "wide"} == {48}


@pytest.mark.parametrize("name", LAYERS.names)
def test_what_stands_in_generated_has_the_edges_of_the_run_time(name):
    """A constant of the run time that changes without the modules fails here."""
    spec = importlib.import_module(f"generated.{name}").SPEC
    constants = {
        "high": vectors.HIGH,
        "wide": vectors.WIDE,
        "deep": vectors.DEEP,
        "ranges": 2 * threads.GRAIN,
    }
    for one in spec.get("edges", ()):
        assert one["at"] == constants.get(one["path"], one["at"])
        assert all(function(text) for text in one["of"])


def test_both_sides_of_every_edge_are_met(of_dense):
    spec, drawn = {"edges": of_dense}, draw(dense, 10)
    met = {name: {dict(case.chosen)[name] for case in crossings(dense, spec, drawn)} for name in "KNO"}
    for one in of_dense:
        for name in (text for text in one["of"] if text in met and one["at"] <= 64):
            assert {one["at"] - 1, one["at"]} <= met[name], (one["path"], name)
    assert {217, 327, 1025, 1539} <= met["N"] & met["O"] and {1025, 1539} <= met["K"]


def test_a_kernel_that_does_not_say_its_edges_is_tried_at_everyday_widths():
    cases = crossings(softmax, {}, draw(softmax, 10))
    assert {7, 8, 9, 17, 33, 63, 64, 65, 1025} <= {dict(case.chosen)["C"] for case in cases}


def test_sizes_are_moved_until_a_derived_one_meets_its_edge():
    spec = {
        "edges": [{"path": "wide", "at": 64, "of": ["OW"]}, {"path": "high", "at": 192, "of": ["C * OH"]}]
    }
    of_case = Quantities(max_pool2d)
    cases = crossings(max_pool2d, spec, draw(max_pool2d, 10))
    assert {63, 64, 65, 99} <= {of_case.value("OW", case.symbols) for case in cases}
    assert any(of_case.value("C * OH", case.symbols) >= 193 for case in cases)


def test_strides_share_factors_with_dilations_where_images_have_room():
    """Fewer terms than a window has, one, and none at every other place: what small draws leave out."""
    found = [{s.name: v for s, v in at.items()} for at in bases(conv2d, draw(conv2d, 6))[-3:]]
    assert {(at["s_h"], at["d_h"]) for at in found} == {(6, 2), (2, 6), (2, 2)}
    assert all(at["H"] > (at["KH"] - 1) * at["d_h"] and at["KH"] >= 3 for at in found)
    drawn = draw(dense, 6)
    assert len(bases(dense, drawn)) == len(drawn)  # it has no steps


def test_the_oracle_is_not_kept_too_long():
    of_case = Quantities(conv2d)
    spec = {"edges": [{"path": "deep", "at": 1024, "of": ["Cg * KH * KW", "N * OH * OW"]}]}
    cases = crossings(conv2d, spec, draw(conv2d, 6), limit=50_000)
    assert cases and max(of_case.work(case.symbols) for case in cases) <= 50_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a * b - 3", 7),
        ("-a // 3", -1),
        ("min(a, b) + max(a, 1)", 4),
        ("2 if a >= b else 4 % 3", 1),
        ("a**b", 32),
    ],
)
def test_arithmetic_is_read(text, value):
    assert function(text)({"a": 2, "b": 5}) == value
    assert names(text) == {"a", "b"} - ({"b"} if text == "-a // 3" else set())


@pytest.mark.parametrize("text", ["__import__('os')", "a.b", "[a]", "lambda: a", "a or b"])
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(ValueError, match="no arithmetic"):
        function(text)


def test_whole_numbers_stay_whole_in_polynomials_and_choices():
    assert terms_allowed(dense) == terms_allowed(conv2d) > terms_allowed(tcn_block) > 0
    assert terms_allowed(max_pool2d) > 0 and terms_allowed(softmax) == 0
    fifth = Layer("fifth", [define(Y[i], total(X[i, k] ** 5, over=k))], wrt=(X,))
    assert 0 < terms_allowed(fifth) < terms_allowed(dense)
    assert terms_allowed(Layer("half", [define(Y[i], total(X[i, k] / 2, over=k))], wrt=(X,))) == 0
    assert terms_allowed(Layer("grown", [define(Y[i], total(exp(X[i, k]), over=k))], wrt=(X,))) == 0


def test_whole_data_are_small_and_moved_everywhere():
    case = Moved.of(case_of(dense, {"K": 5, "N": 4, "O": 3}), whole=True)
    assert all(abs(a).max() <= 2 and (a == a.round()).all() for a in case.arrays.values())
    assert all(set(u.reshape(-1)) <= {-1.0, 1.0} for u in case.cotangents().values())
    assert all((v != 0).all() for v in case.direction.values())


def test_the_rung_has_cases_of_its_own():
    assert [check.own for check in rungs("edges")] == [EDGES.own]
    (report, *_) = verify([softmax], examples=4, checks=[EDGES], module_for=standing)
    assert report.verdict is Verdict.PASS and report.checks[0].cases > 4


def test_a_quotient_by_an_empty_extent_is_nothing():
    """Sizes that no call has are tried, too: where an output is empty, some edges have no value."""
    of_case = Quantities(conv2d)
    empty = case_of(conv2d, dict.fromkeys(["N", "Cg", "G", "H", "W", "Og"], 1) | {"KH": 9, "KW": 1})
    values = {s: dict(empty.chosen)[s.name] for s in of_case.names}
    assert of_case.complete(values)["OH"] < 1
    assert of_case.value("N // (OH - OH)", values) == 0


def test_what_a_call_says_of_all_gradients_is_asked_once():
    """In a ladder, where kernels stay what they are; what is said is the same as of each alone."""
    module, calls = import_from(RUNTIME, "generated", "dense"), []

    def counted(*given, **options):
        calls.append(1)
        return module.vjp(*given, **options)

    functions = {**vars(module), "vjp": counted}
    kernels = kernels_of(SimpleNamespace(**functions), dense)
    case = case_of(dense, {"K": 70, "N": 9, "O": 5})
    alone = [edges_of(case, Subject(kernels, t)) for t in dense.wrt]
    apart, calls[:] = len(calls), []
    with kernels_stay():
        together = [edges_of(case, Subject(kernels, t)) for t in dense.wrt]
    assert len(calls) * 3 == apart == 12
    assert [one.verdict for one in alone + together] == [Verdict.PASS] * 6


@pytest.mark.parametrize("wrong", ["x", "w", "b"])
def test_a_fault_counts_for_its_gradient(wrong):
    module = import_from(RUNTIME, "generated", "dense")

    def spoilt(*given, **options):
        made = module.vjp(*given, **options)
        getattr(made, wrong).reshape(-1)[-1] += 1
        return made

    kernels = kernels_of(SimpleNamespace(**vars(module) | {"vjp": spoilt}), dense)
    with kernels_stay():
        said = {
            t.name: edges_of(case_of(dense, {"K": 70, "N": 9, "O": 5}), Subject(kernels, t))
            for t in dense.wrt
        }
    assert {name for name, one in said.items() if one.verdict is Verdict.FAIL} == {wrong}


def test_a_fault_of_the_tangents_is_seen_with_all_at_once():
    module = import_from(RUNTIME, "generated", "dense")

    def spoilt(*given, **options):
        made = module.jvp(*given, **options)
        made.reshape(-1)[-1] += 1
        return made

    kernels = kernels_of(SimpleNamespace(**vars(module) | {"jvp": spoilt}), dense)
    with kernels_stay():
        said = edges_of(case_of(dense, {"K": 70, "N": 9, "O": 5}), Subject(kernels, dense.wrt[0]))
    assert said.verdict is Verdict.FAIL and "along x, w, b" in said.detail


def only_at(module, function, size):
    """The functions of ``dense``, one of them wrong where there are so many columns."""

    def spoilt(*given, **options):
        made = getattr(module, function)(*given, **options)
        arrays = list(made) if isinstance(made, tuple) else [made]
        if any(size in np.shape(a) for a in (*given, *arrays) if a is not None):
            arrays[0].reshape(-1)[-1] += 1
        return made

    return SimpleNamespace(**vars(module) | {function: spoilt})


@pytest.mark.parametrize("size", [13, 29, 40])
@pytest.mark.parametrize("function", ["forward", "vjp", "vjp_w", "jvp"])
def test_a_fault_at_one_size_alone_is_met(function, size):
    module = import_from(RUNTIME, "generated", "dense")
    (report, *_) = verify([dense], checks=[SIZES], module_for=lambda _: only_at(module, function, size))
    assert report.verdict is Verdict.FAIL


def test_sizes_go_from_one_to_forty_along_every_axis():
    subject = Subject(kernels_of(import_from(RUNTIME, "generated", "conv2d"), conv2d), conv2d.wrt[0])
    cases = SIZES.own(subject, draw(conv2d, 6))
    assert len(cases) < 240
    met = {name: {dict(case.chosen)[name] for case in cases} for name in ("N", "Cg", "Og", "H", "W")}
    assert all(values >= {*range(1, 41)} - {1, 2} for values in met.values()), met


def test_each_of_several_choices_has_an_edge_of_its_own():
    """min(a, max(b, c)) <= 0: each of the three can open the way or end it."""
    few = Min(M - 8, Max(M * K - 128, K - 16))
    said = {(str(t.of), t.at) for t in opens("lagging", -few)}
    assert said == {("M", 9), ("K*M", 129), ("K", 17)}
    assert {(str(t.of), t.at) for t in opens("lagging", -Min(M - 8, K - 16))} == {("Min(K - 16, M - 8)", 1)}
