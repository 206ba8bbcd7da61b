"""Sizes, parameters, multiplications and receptive fields that the notes work out."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from codegen.cli import app
from derive.exact.shape import mathematics, refuse_remainders, symbols_of, window_stack
from derive.model.layer import ModelError
from tests.spine import SPINE

NAMED = {layer.name: layer for layer in SPINE}
CONV = NAMED["conv2d"]


def symbols(**values: int) -> dict[object, int]:
    known = {s.name: s for t in CONV.inputs for s in t.free_symbols}
    known |= {s.name: s for s in CONV.option_symbols}
    return symbols_of(CONV, {known[k]: v for k, v in values.items()})  # type: ignore[return-value]


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["shape", *words])
    return done.exit_code, done.output


def rows(*words: str) -> list[dict[str, object]]:
    code, said = run(*words, "--json")
    assert code == 0, said
    found: list[dict[str, object]] = json.loads(said)
    return found


def test_six_filters_of_five() -> None:
    (row,) = rows("conv2d", "--set", "H=32", "W=32", "KH=5", "KW=5", "Og=6", "Cg=3")
    assert row["output"] == [1, 6, 28, 28]
    assert row["parameters"] == 6 * (5 * 5 * 3) + 6
    assert row["multiplications"] == 28 * 28 * 6 * 75
    assert row["receptive_field"] == [5, 5]


@pytest.mark.parametrize(("stride", "size"), [(1, 5), (2, 3)])
def test_seven_three(stride: int, size: int) -> None:
    (row,) = rows("conv2d", "--set", "H=7", "KH=3", f"s={stride}", "--strict")
    assert row["output"] == [1, 1, size, size]


def test_strict_refuses_a_remainder() -> None:
    code, said = run("conv2d", "--set", "H=7", "KH=3", "s=3", "--strict")
    assert code == 2 and "2.33" in said
    assert rows("conv2d", "--set", "H=7", "KH=3", "s=3")[0]["output"] == [1, 1, 2, 2]
    with pytest.raises(ModelError, match=r"2\.33"):
        refuse_remainders(CONV, symbols(H=7, KH=3, s_h=3, s_w=3))  # type: ignore[arg-type]


def test_a_window_larger_than_the_image_is_refused() -> None:
    assert run("conv2d", "--set", "H=2", "KH=5")[0] == 2


@pytest.mark.parametrize(("depth", "field"), [(1, 3), (2, 7), (3, 15)])
def test_dilated_stack(depth: int, field: int) -> None:
    stack = [(CONV, {"KH": 3, "KW": 3, "d_h": 2**k, "d_w": 2**k}) for k in range(depth)]
    assert window_stack(stack).field == (field, field)


def test_stride_multiplies_what_comes_after() -> None:
    seen = window_stack([(CONV, {"KH": 3, "KW": 3, "s_h": 2, "s_w": 2}), (CONV, {"KH": 3, "KW": 3})])
    assert seen.field == (7, 7) and seen.jump == (2, 2)


def test_sizes_flow_through_a_stack() -> None:
    found = rows("conv2d:H=28,KH=5,Og=6", "max_pool2d", "conv2d:KH=3,Og=2")
    assert [row["output"] for row in found] == [[1, 6, 24, 24], [1, 6, 12, 12], [1, 2, 10, 10]]
    assert [row["receptive_field"] for row in found] == [[5, 5], [6, 6], [10, 10]]


def test_counts_are_expressions_of_the_sizes() -> None:
    counts = mathematics(CONV)
    assert {str(s) for s in counts.parameters.free_symbols} == {"G", "Og", "Cg", "KH", "KW"}
    dense = mathematics(NAMED["dense"])
    numbers = {s: {"N": 2, "O": 3, "K": 5}[str(s)] for s in dense.multiplications.free_symbols}
    assert dense.multiplications.subs(numbers) == 30


def test_a_normalisation_has_no_window() -> None:
    (row,) = rows("batch_norm", "--set", "C=3", "H=4")
    assert row["receptive_field"] is None and row["parameters"] == 6


def test_one_number_is_told_and_data_are_no_parameters() -> None:
    status, said = run("mse_loss")
    assert status == 0 and "one number  0 parameters" in said
    assert rows("nll_loss", "--set", "C=3")[0]["parameters"] == 3


def test_elementwise_layers_pass_through_a_stack() -> None:
    found = rows("conv2d:H=28,KH=5,Og=6", "relu", "max_pool2d", "gelu", "batch_norm", "conv2d:KH=3")
    assert [row["output"] for row in found[1:4]] == [[1, 6, 24, 24], [1, 6, 12, 12], [1, 6, 12, 12]]
    assert [row["receptive_field"] for row in found] == [[5, 5], [5, 5], [6, 6], [6, 6], None, None]
    assert not found[3]["parameters"]
