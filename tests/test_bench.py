"""The benchmark: sizes for any layer, turns, and what is reported."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from codegen.apps.bench import Timing, Timings, in_turns
from codegen.apps.peers import PEERS
from codegen.apps.workloads import CASES, Workload, all_options, arrays, cases, fitting
from derive.layers import LAYERS
from derive.model.layer import Layer
from derive.notation import define, divides, index, integers, option, sizes, tensor
from tests.spine import SPINE

BY_NAME = {layer.name: layer for layer in SPINE}


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


def test_the_table_of_cases_names_layers_that_are_there() -> None:
    assert set(CASES) <= set(LAYERS.names) and set(PEERS) <= set(LAYERS.names)
    assert all(cases(layer) for layer in SPINE)


def test_options_are_spread_over_their_symbols() -> None:
    spread = all_options(BY_NAME["conv2d"], {"stride": (1, 2), "padding": 3})
    assert spread == {"stride": (1, 2), "padding": (3, 3, 3, 3), "dilation": (1, 1), "groups": 1}


def test_runs_take_turns_and_the_first_turn_does_not_count() -> None:
    calls: list[str] = []

    def slow() -> None:
        calls.append("slow")
        # What compiles takes long at first.
        time.sleep(0.3 if calls.count("slow") == 1 else 0.09)

    def quick() -> None:
        calls.append("quick")
        time.sleep(0.081)

    ours, theirs = in_turns([slow, quick], rounds=2)
    assert calls == ["slow", "quick"] * 3
    assert 90 <= ours < 300 and theirs >= 81


def test_geometric_mean_of_the_ratios_that_there_are() -> None:
    rows = [Timing("a", "", "forward", 1.0, ratio, ratio) for ratio in (2.0, 8.0, None)]
    report = Timings("here", tuple(rows))
    assert report.geomean("forward") == pytest.approx(math.sqrt(16.0))
    assert report.as_json()["geomean"] == {"forward": pytest.approx(4.0), "backward": None}
