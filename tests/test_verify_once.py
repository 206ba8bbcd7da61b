"""What does not hang on a gradient is worked out once, and stands in the report of each."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from codegen.cli.workers import longest_first
from codegen.module.load import load
from codegen.verification import Verdict, rungs, verify
from codegen.verification.callables.kernels import kernels_of
from codegen.verification.cases import Case, case_of, free_symbols
from codegen.verification.interpreter import Evaluator
from codegen.verification.oracles import torch_oracle
from codegen.verification.reach.at_edges import _Same, settled
from codegen.verification.rungs import pairing
from derive.layers import LAYERS

DENSE = LAYERS["dense"]


def a_case() -> Case:
    return case_of(DENSE, {symbol.name: 2 for symbol in free_symbols(DENSE)})


def test_a_check_of_the_layer_runs_once_for_all_gradients() -> None:
    (check,) = rungs("forward")
    ran: list[str] = []

    def counting(case: Case, subject: object) -> object:
        ran.append(str(case))
        return check.on_case(case, subject)  # type: ignore[attr-defined]

    reports = verify([DENSE], examples=3, checks=[replace(check, on_case=counting)])  # type: ignore[type-var]
    assert len(reports) == 3
    assert len(ran) == reports[0].checks[0].cases
    assert all(report.checks == reports[0].checks for report in reports)


def test_its_failure_stands_in_every_report() -> None:
    module = load(DENSE)
    wrong = SimpleNamespace(**{k: getattr(module, k) for k in ("vjp_x", "vjp_w", "vjp_b")})
    wrong.forward = lambda *inputs, **options: module.forward(*inputs, **options) + 1.0
    reports = verify([DENSE], examples=3, checks=rungs("forward"), module_for=lambda layer: wrong)
    assert [report.verdict for report in reports] == [Verdict.FAIL] * 3


def test_a_case_is_pulled_once_along_the_same_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    case, asked = a_case(), []
    tangents = Case.tangents
    monkeypatch.setattr(Case, "tangents", lambda *given: (asked.append(1), tangents(*given))[1])
    x = DENSE.wrt[0]
    columns = np.ones((case.arrays[x.name].size, 1))
    first, again = case.pulled(x, columns), case.pulled(x, columns.copy())
    other = case.pulled(x, 2 * columns)
    assert len(asked) == 2
    assert again.value == first.value
    assert other.value == 2 * first.value


def test_fewer_directions_are_some_of_more(monkeypatch: pytest.MonkeyPatch) -> None:
    case, asked = a_case(), []
    tangents = Case.tangents
    monkeypatch.setattr(Case, "tangents", lambda *given: (asked.append(1), tangents(*given))[1])
    x = DENSE.wrt[0]
    for coordinates, random in ((24, 2), (3, 1), (8, 0), (2, 2)):
        case.pulled(x, case.directions(x, coordinates, random))
    assert len(asked) == 1


def test_what_passes_within_the_rounding_of_the_model_needs_no_formula(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Case] = []
    evaluated = pairing.conditioning
    monkeypatch.setattr(
        pairing, "conditioning", lambda case, of: (asked.append(case), evaluated(case, of))[1]
    )
    module, case, x = load(DENSE), a_case(), DENSE.wrt[0]
    right = kernels_of(module, DENSE).vjp(case, x)
    assert pairing.paired(case, x, right).verdict is Verdict.PASS
    assert not asked
    assert pairing.paired(case, x, right + 1.0).verdict is Verdict.FAIL
    assert asked


def test_indices_are_worked_out_once_for_all_data_at_the_same_sizes() -> None:
    case = a_case()
    first, other = (
        Evaluator.at_sizes(case.symbols, case.given(c.arrays)) for c in (case, replace(case, seed=9))
    )
    assert first.kept is other.kept
    (one, *_) = DENSE.forward
    assert first.open(one.free, first.kept.root) is other.open(one.free, other.kept.root)
    moved = Evaluator.at_sizes({**case.symbols, next(iter(case.symbols)): 3}, {})
    assert moved.kept is not first.kept


def test_what_reads_data_is_not_kept() -> None:
    layer = LAYERS["cross_entropy"]
    case = case_of(layer, {symbol.name: 4 for symbol in free_symbols(layer)}, seed=1)
    made = [one.forward[layer.outputs[0].name].value for one in (case, replace(case, seed=2), replace(case))]
    assert not np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], made[2])


def test_the_case_of_an_edge_is_settled_once() -> None:
    case = a_case()
    assert settled(_Same(case)) is settled(_Same(case))


def test_long_kernels_are_begun_first() -> None:
    layers = [LAYERS["relu"], LAYERS["conv2d"], LAYERS["softmax"]]
    assert [layer.name for layer in longest_first(layers)] == ["conv2d", "softmax", "relu"]


def test_pytorch_compares_by_one_thread_and_has_its_own_number_back() -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    with torch_oracle.single(torch):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_places_that_data_decide_are_tried_in_small_boxes():
    """The oracle walks through every place of a volume for every sample: 9 along eight axes took 20 GB."""
    from codegen.verification.ladder import draw
    from codegen.verification.quick import MOST_BOX, grown
    from derive.layers import LAYERS

    layer = LAYERS["grid_sample3d"]
    chosen = dict(grown(draw(layer, 1)[0]).chosen)
    options = {s.name for s in layer.option_symbols}
    assert math.prod(v for name, v in chosen.items() if name not in options) <= MOST_BOX
