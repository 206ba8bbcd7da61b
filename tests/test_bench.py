"""The benchmark: sizes for any layer, turns, what is compared, counted and reported."""

from __future__ import annotations

import json
import math
import os
import time
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
import pytest

from codegen.apps.benchmark import picture, roofline
from codegen.apps.benchmark.agreement import distance, nudged
from codegen.apps.benchmark.bench import Conditions, Trial, bench
from codegen.apps.benchmark.contenders import Contender, Peer, few_cores, ours
from codegen.apps.benchmark.demand import contractions, demand
from codegen.apps.benchmark.jax_peers import JAX_PEERS
from codegen.apps.benchmark.peers import COMPOSED, PEERS
from codegen.apps.benchmark.roofline import Roofline
from codegen.apps.benchmark.suite import SUITE, entries, first
from codegen.apps.benchmark.timings import Timing, Timings
from codegen.apps.benchmark.trials import of_layers, of_users, the_set, trial
from codegen.apps.benchmark.turns import Pace, Spent, in_turns
from codegen.apps.benchmark.workloads import Workload, all_options, arrays, fitting, values
from codegen.cli.terminal import Refusal
from codegen.cli.verbs.measuring import benching
from codegen.module.load import load
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, divides, index, integers, option, sizes, tensor
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are kept on the disk: not where the user's are."""
    monkeypatch.setattr("codegen.apps.benchmark.demand.cache_folder", lambda: tmp_path / "cache")


def look_up() -> Layer:
    """A layer that no table knows: rows chosen by integer data, columns a multiple of three."""
    V, N, C = sizes("V N C")
    v, n, c = index("v", V), index("n", N), index("c", C)
    X, T, Y = tensor("x", v, c), integers("t", n, below=V), tensor("y", n, c)
    return Layer(
        name="look_up",
        forward=[define(Y[n, c], X[T[n], c] ** 2)],
        wrt=(X,),
        requires=((divides(3, C), "three columns make a colour"),),
    )


def test_every_layer_gets_sizes_that_fit() -> None:
    for layer in (*SPINE, look_up()):
        case = fitting(layer)
        shapes = {name: a.shape for name, a in arrays(layer, case, "float32").items()}
        assert set(shapes) == {t.name for t in layer.inputs}
        assert all(extent > 0 for shape in shapes.values() for extent in shape)


def test_an_option_that_must_be_given_is_given() -> None:
    n = index("n", sizes("N")[0])
    power, x, y = option("power", minimum=2), tensor("x", n), tensor("y", n)
    (p,) = power
    case = fitting(Layer("powers", [define(y[n], x[n] ** p)], wrt=(x,), options=(power,)))
    assert case.options == {"power": 2}


def test_sizes_obey_the_conditions_of_the_layer() -> None:
    assert fitting(look_up()).sizes["C"] % 3 == 0


def test_integer_data_stay_below_their_bound() -> None:
    case = Workload("", {"V": 3, "N": 100, "C": 3})
    made = arrays(look_up(), case, "float64")
    assert made["t"].min() >= 0 and made["t"].max() == 2
    assert made["x"].dtype == np.float64


def test_options_are_spread_over_their_symbols() -> None:
    spread = all_options(BY_NAME["conv2d"], {"stride": (1, 2), "padding": 3})
    assert spread == {"stride": (1, 2), "padding": (3, 3, 3, 3), "dilation": (1, 1), "groups": 1}


# the set


def test_the_tables_name_layers_that_are_there() -> None:
    assert {one.layer for one in SUITE} | PEERS.keys() | JAX_PEERS.keys() | COMPOSED <= set(LAYERS.names)


def test_every_line_of_the_set_has_sizes_for_all_shapes() -> None:
    for one in SUITE:
        layer = LAYERS[one.layer]
        known = values(layer, one.workload)
        shapes = [extent.subs(known) for t in (*layer.inputs, *layer.outputs) for extent in t.shape]
        assert all(extent.is_Integer and extent > 0 for extent in shapes), (one.layer, one.workload.label)


def test_no_two_lines_are_called_alike() -> None:
    names = [(one.layer, one.workload.label) for one in SUITE]
    assert len(set(names)) == len(names)


def test_the_quick_set_covers_every_family() -> None:
    assert {one.family for one in the_set(quick=True)} == {one.family for one in SUITE}


def test_a_layer_of_no_table_is_timed_alone() -> None:
    (only,) = of_layers([look_up()], quick=False)
    assert only.family == "other" and not only.forwards
    assert next(entries(look_up())).layer == first(look_up()).layer == "look_up"


def test_layers_of_users_are_a_family_with_peers_of_their_own() -> None:
    trials = of_users()
    assert len(trials) >= 10 and {one.family for one in trials} == {"user"}
    assert all("torch" in one.forwards and one.layer not in LAYERS for one in trials)
    assert len({one.layer.name for one in trials}) == len(trials)


def test_another_layer_of_the_same_name_has_no_peers() -> None:
    n = index("n", sizes("M")[0])
    x, y = tensor("x", n), tensor("y", n)
    twice = Layer("relu", [define(y[n], 2 * x[n])], wrt=(x,))
    assert not trial(twice, first(twice)).forwards
    assert "torch" in trial(LAYERS["relu"], first(LAYERS["relu"])).forwards


@pytest.mark.parametrize(("library", "peers"), [("torch", PEERS), ("jax", JAX_PEERS)])
def test_peers_compute_what_the_layers_say(library: str, peers: dict[str, object]) -> None:
    """Every entry that has a first case, in the direction that tells most: the forward."""
    module = pytest.importorskip(library)
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 4), np.float32)
    lift = module.from_numpy if library == "torch" else module.numpy.asarray
    o = all_options(LAYERS["lp_pool2d"], {"kernel": 2, "stride": 2, "p": 3.0})
    made = np.asarray(peers["lp_pool2d"](module, {"x": lift(x)}, o))  # type: ignore[operator]
    blocks = np.abs(x).reshape(2, 3, 2, 2, 2, 2).swapaxes(3, 4) ** 3
    np.testing.assert_allclose(made, blocks.sum((4, 5)) ** (1 / 3), rtol=1e-5)


def test_accuracy_is_told_to_kernels_that_have_a_choice() -> None:
    told: list[str] = []

    class Tiled:
        SPEC: ClassVar = {"inputs": [{"name": "x"}], "outputs": [{"name": "y"}]}

        @staticmethod
        def forward(x: Any, save: bool = False, accuracy: str = "exact") -> Any:
            told.append(accuracy)
            return (x, ()) if save else x

        @staticmethod
        def vjp(dy: Any, x: Any, residuals: Any = None, accuracy: str = "exact") -> Any:
            told.append(accuracy)
            return (dy,)

    side = ours(Tiled, {"x": np.ones(2)}, np.ones(2), {}, "fast")  # type: ignore[arg-type]
    assert len(side.values("forward")) == len(side.values("backward")) == 1
    assert told == ["fast"] * 3
    Tiled.vjp = staticmethod(lambda dy, x, residuals=None: (dy,))  # type: ignore[assignment,method-assign,misc]
    one_way = ours(Tiled, {"x": np.ones(2)}, np.ones(2), {}, "fast")  # type: ignore[arg-type]
    assert len(one_way.values("backward")) == 1
    module = load(half_square())
    plain = ours(module, {"x": np.ones(2)}, np.ones(2), {}, "fast")
    assert plain.values("forward")[0].tolist() == [0.5, 0.5]  # type: ignore[union-attr]


# turns


def test_runs_take_turns_and_the_first_turn_does_not_count() -> None:
    calls: list[str] = []

    def slow() -> None:
        calls.append("slow")
        # What compiles takes long at first.
        time.sleep(0.3 if calls.count("slow") == 1 else 0.09)

    def quick() -> None:
        calls.append("quick")
        time.sleep(0.081)

    ours, theirs = in_turns([slow, quick], Pace(rounds=2, turn=0.08))
    assert calls == ["slow", "quick"] * 3
    assert 90 <= ours.best <= ours.median < 300 and theirs.median >= theirs.best >= 81


def test_calls_while_threads_of_another_side_still_look_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0, 0.0]

    def disturbed() -> None:
        clock[0] += 3e-4 if clock[0] - clock[1] < 0.019 else 1e-4

    def other() -> None:
        clock[0] += 0.1
        clock[1] = clock[0]

    monkeypatch.setattr("codegen.apps.benchmark.turns.time.perf_counter", lambda: clock[0])
    spent, _ = in_turns([disturbed, other], Pace(rounds=3, turn=0.06, lead=0.02))
    assert abs(spent.median - 0.1) < 1e-3


def test_few_cores_are_given_back() -> None:
    if not hasattr(os, "sched_getaffinity"):
        pytest.skip("this system does not say which cores a process may use")
    before = os.sched_getaffinity(0)
    with few_cores(1):
        assert len(os.sched_getaffinity(0)) == 1
    assert os.sched_getaffinity(0) == before


# agreement


def test_results_agree_up_to_what_rounding_the_inputs_does() -> None:
    """A sum in another order agrees with itself, a sum that lost an element does not."""
    x = np.random.default_rng(0).standard_normal(1000, np.float32)
    moved = nudged({"x": x, "t": np.arange(3)})
    assert moved["t"].tolist() == [0, 1, 2]
    assert isinstance(nudged({"loss": np.array(2.0)})["loss"], np.ndarray)
    whole, other = np.array([x.sum()]), np.array([moved["x"].sum()])
    backwards = np.array([x[::-1].cumsum()[-1]])
    assert distance([backwards], [whole], [other]) <= 1
    assert distance([np.array([x[1:].sum()])], [whole], [other]) > 1


def test_one_wrong_element_of_many_is_found() -> None:
    y = np.ones(100_000, np.float32)
    wrong = y.copy()
    wrong[17] = 0
    assert distance([wrong], [y], [y * np.float32(1 + 1e-7)]) > 1
    assert 0 < json.loads(json.dumps(distance([y + y * np.float32(1e-7)], [y], [y]))) < 1


def test_other_shapes_and_other_places_without_a_number_never_agree() -> None:
    y = np.ones(4, np.float32)
    assert distance([y[:3]], [y], [y]) == math.inf
    assert distance([np.array([np.nan, 1, 1, 1], np.float32)], [y], [y]) == math.inf
    assert distance([y, None], [y, None], [y, None]) == 0
    none = np.zeros(4, np.float32)
    assert distance([none + np.float32(1e-42)], [none], [none]) < 1, "what underflows is 0 to one of the two"


# what is counted


def counted(name: str, **more: int) -> dict[str, tuple[float, float, float]]:
    """flops, products and bytes by direction."""
    options = {k: v for k, v in more.items() if k.islower()}
    case = Workload("", {k: v for k, v in more.items() if k not in options}, options)
    found = demand(LAYERS[name], case, "float32")
    return {d: (one.flops, one.products, one.moved) for d, one in found.items()}


def test_a_product_of_matrices_takes_two_operations_an_element_and_twice_that_back() -> None:
    found = counted("dense", N=8, K=32, O=16)
    whole = 2 * 8 * 32 * 16
    arrays_ = 4 * (8 * 32 + 16 * 32 + 8 * 16 + 16)
    assert found["forward"] == (whole, whole, arrays_)
    assert found["backward"] == (2 * whole, 2 * whole, 4 * (2 * (8 * 32 + 16 * 32) + 8 * 16 + 16))


def test_an_image_of_a_convolution_is_counted_once_whatever_its_stride() -> None:
    found = counted("conv2d", N=1, Cg=4, Og=8, H=10, W=10, KH=3, KW=3, stride=2)
    assert found["forward"][1] == 2 * 4 * 8 * 3 * 3 * 4 * 4
    assert found["backward"][1] == 2 * found["forward"][1]


def test_terms_that_a_stride_leaves_out_are_not_counted() -> None:
    """Of a transposed convolution each element of the image meets each tap once."""
    found = counted("conv_transpose2d", N=2, Cg=3, Og=5, H=6, W=6, KH=4, KW=4, stride=2, padding=1)
    assert found["forward"][1] == 2 * 2 * 3 * 5 * 4 * 4 * 6 * 6


def test_a_gradient_that_only_looks_at_switches_does_not_move_the_image() -> None:
    """Cotangent, places (8 bytes each) and gradient."""
    found = counted("max_pool2d", N=1, C=2, H=4, W=4, kernel=2, stride=2)
    assert found["backward"][2] == 4 * 8 + 8 * 8 + 4 * 32


def test_an_interpolated_factor_is_one_factor() -> None:
    ((_, factors),) = contractions(LAYERS["deform_conv2d"].forward)
    assert len(factors) == 3


def test_counts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = counted("dense", N=8, K=32, O=16)
    monkeypatch.setattr("codegen.apps.benchmark.demand.gradients", lambda *_: pytest.fail("derived twice"))
    assert counted("dense", N=8, K=32, O=16) == before


def test_the_roofline_is_the_larger_of_two_times() -> None:
    machine = Roofline(flops=100.0, bandwidth=10.0)
    assert machine.least(200, 10) == 2 and machine.least(10, 50) == 5
    assert machine.at_best(Roofline(50.0, 20.0)) == Roofline(100.0, 20.0)


def test_the_machine_is_measured() -> None:
    found = roofline.measure(2, "float64")
    assert found.flops > 1e8 and found.bandwidth > 1e7


# what is reported


def test_geometric_mean_of_the_ratios_that_there_are() -> None:
    rows = [Timing("a", "", "forward", 1.0, ratio, ratio, family="f") for ratio in (2.0, 8.0, None)]
    report = Timings("here", tuple(rows))
    assert report.geomean("forward") == pytest.approx(math.sqrt(16.0))
    assert report.as_json()["geomean"] == {"forward": pytest.approx(4.0), "backward": None}
    assert report.families() == {"f": {"forward": pytest.approx(4.0), "backward": None}}


def test_a_row_whose_results_differ_does_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        Timing("a", "", "forward", 1.0, 2.0, 2.0),
        Timing("b", "c", "forward", 1.0, 9.0, 9.0, distance=40),
    )
    report = Timings("here", rows)
    assert report.geomean("forward") == pytest.approx(2.0) and report.strangers == [rows[1]]
    benching.tell_strangers(report)
    assert "b c, forward: the results differ" in capsys.readouterr().err
    benching.show_table(report)
    assert "differs" in capsys.readouterr().out


def test_rows_of_the_document_have_these_keys_and_no_others() -> None:
    report = Timings("here", (Timing("a", "", "forward", 1.0),), peers=("torch",))
    (row,) = report.as_json()["rows"]
    assert list(row) == ["layer", "case", "direction", "ours_ms", "torch_ms", "ratio_torch", "roofline"]
    (beside,) = Timings("here", report.rows, peers=("torch", "jax")).as_json()["rows"]
    assert set(beside) - set(row) == {"jax_ms", "ratio_jax"}
    json.dumps(report.as_json())


def test_the_bars_are_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    rows = (Timing("a", "x", "forward", 1.0, 2.0, 2.0), Timing("a", "x", "backward", 1.0, 0.1, 0.1))
    picture.draw(Timings("here", rows), tmp_path / "bars.png")
    assert (tmp_path / "bars.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="nothing to draw"):
        picture.draw(Timings("here", (Timing("a", "", "forward", 1.0),)), tmp_path / "none.png")


# the whole


def echo(scale: float) -> Peer:
    """A peer that gives ``scale`` times what the layer gives, which is half its input squared."""

    def side(forward: object, given: dict, u: object, options: object, wrt: object) -> Contender:  # type: ignore[type-arg]
        x = given["x"]
        return Contender(lambda: scale * x * x / 2, lambda: [scale * u * x], list_of)  # type: ignore[operator]

    def list_of(made: object) -> list[np.ndarray]:  # type: ignore[type-arg]
        return [np.asarray(one) for one in made]  # type: ignore[attr-defined]

    return Peer("torch", "a peer", side)  # type: ignore[arg-type]


def half_square() -> Layer:
    n = index("n", sizes("N")[0])
    x, y = tensor("x", n), tensor("y", n)
    return Layer("half_square", [define(y[n], x[n] ** 2 / 2)], wrt=(x,))


@pytest.mark.parametrize(("scale", "strangers"), [(1.0, 0), (1.001, 2)])
def test_results_are_compared_before_the_clock_runs(scale: float, strangers: int) -> None:
    layer = half_square()
    one = Trial(layer, Workload("few", {"N": 50}), "square", {"torch": lambda *_: None})
    report = bench([one], load, lambda *_: None, Conditions([echo(scale)], 1, Pace(1, 0.0)))
    assert [row.direction for row in report.rows] == ["forward", "backward"]
    assert len(report.strangers) == strangers
    assert all(row.torch_ms and row.roofline and row.gbs for row in report.rows)
    assert (report.geomean("backward") is None) == bool(strangers)


def test_one_trial_that_fails_does_not_end_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    def refusing(layer: Layer) -> ModuleType:
        if layer.name == "look_up":
            raise ValueError("no way to do it")
        return load(layer)

    trials = [
        Trial(look_up(), fitting(look_up()), ""),
        Trial(half_square(), Workload("few", {"N": 50}), ""),
    ]
    report = bench(trials, refusing, lambda *_: None, Conditions(pace=Pace(1, 0.0)))
    assert [row.layer for row in report.rows] == ["half_square"] * 2
    (said,) = report.as_json()["untimed"]
    assert said.startswith("look_up") and said.endswith("no way to do it")
    benching.tell_strangers(report)
    assert "not timed: look_up" in capsys.readouterr().err


def test_of_two_visits_the_quieter_one_counts_whatever_its_ratio() -> None:
    calm = Timing("a", "", "forward", 1.1, 2.0, 2.0 / 1.1, ours_best_ms=1.0, torch_best_ms=2.0)
    theirs = Timing("a", "", "forward", 1.0, 6.0, 6.0, ours_best_ms=1.0, torch_best_ms=2.0)
    own = Timing("a", "", "forward", 3.0, 2.0, 2 / 3, ours_best_ms=1.0, torch_best_ms=2.0)
    for other in (theirs, own):
        assert calm.quieter(other).ratio_torch == other.quieter(calm).ratio_torch == calm.ratio_torch
    slow = Timing("a", "", "forward", 3.0, 2.0, 2 / 3, ours_best_ms=3.0, torch_best_ms=2.0)
    assert slow.unrest == 1 and slow.quieter(calm).ours_ms == 1.1, "a visit that was slow throughout"


def test_what_was_disturbed_is_timed_again_when_all_has_been_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    medians, seen = iter([1.0, 2.0, 1.0, 1.0, 1.0, 1.1]), []

    def spent(runs: object, pace: Pace) -> list[Spent]:
        return [Spent(next(medians), 1.0)]

    monkeypatch.setattr("codegen.apps.benchmark.bench.in_turns", spent)
    trials = [Trial(half_square(), Workload(name, {"N": 50}), "") for name in ("disturbed", "quiet")]
    report = bench(trials, load, lambda name, *_: seen.append(name), Conditions(pace=Pace(1, 0.0, again=1)))
    assert seen == ["half_square disturbed", "half_square quiet", "half_square disturbed"]
    assert [row.ours_ms for row in report.rows] == [1.0, 1.1, 1.0, 1.0]


# the command


def test_what_cannot_be_done_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="takes torch, jax"):
        benching.wanted("tensorflow")
    monkeypatch.setattr(benching, "_there", lambda name: False)
    assert benching.wanted(None) == []
    with pytest.raises(Refusal, match=r"pip install '\.\[torch\]'"):
        benching.wanted("torch")
    with pytest.raises(Refusal, match="Matplotlib"):
        benching.bench_command(["relu"], benching.Asked(png=tmp_path / "a.png"))
    monkeypatch.setattr(benching, "_there", lambda name: True)
    with pytest.raises(Refusal, match="there is no folder"):
        benching.bench_command(["relu"], benching.Asked(png=tmp_path / "no" / "a.png"))
    with pytest.raises(Refusal, match="name none"):
        benching.chosen(["relu"], quick=False, user=True)
