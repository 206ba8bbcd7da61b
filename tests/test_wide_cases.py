"""Cases that are wider than a line: each condition stands below its value, and in brackets lines end, too."""

import pytest

from derive import pretty
from derive.notation import Layer, define, exp, index, sizes, tensor, where
from derive.pretty.tree import boxes as b
from derive.pretty.tree.breaking import broken
from derive.pretty.tree.extent import columns

N, C = sizes("N C")
n, c = index("n", N), index("c", C)


def layer(length: int) -> Layer:
    """A value of two cases whose first is as long as it is told."""
    x, y = tensor("x", n), tensor("y", n)
    arrays = [tensor(f"array{k}", n) for k in range(length)]
    value = sum((a[n] * exp(x[n]) for a in arrays[1:]), arrays[0][n])
    return Layer("cases", [define(y[n], where(arrays[0][n] + x[n] > 0, value, x[n]))], wrt=(x, *arrays))


def test_a_condition_stands_below_its_value_where_both_are_too_wide():
    rows = pretty.layer(layer(3), "text", width=80).splitlines()
    (value,) = (k for k, row in enumerate(rows) if "array2[n]" in row and "if" not in row and "⎧" in row)
    assert "   if array0[n] + x[n] > 0" in rows[value + 1] and max(map(len, rows)) <= 80
    assert rows[value + 3].endswith("   otherwise")


@pytest.mark.parametrize(
    ("fmt", "beside"), [("text", "   if "), ("latex", r" & \text{if }"), ("html", "</mtd><mtd>")]
)
def test_conditions_stand_beside_their_values_where_there_is_room(fmt, beside):
    shown = pretty.layer(layer(2), fmt)
    assert beside in shown and r"\\ \quad \text{if }" not in shown and '<mspace width="1.5em"/>' not in shown


@pytest.mark.parametrize(
    ("fmt", "below"), [("latex", r" \\ \quad \text{if }"), ("html", '<mspace width="1.5em"/>')]
)
def test_so_it_is_in_every_format(fmt, below):
    shown = pretty.layer(layer(7), fmt)
    assert below in shown and r" & \text{if }" not in shown


def test_a_line_ends_inside_brackets_around_a_sum():
    factors = b.joined([b.Name(f"name{k}") for k in range(6)], b.Op("·", "mul"))
    summed = b.Fence("paren", b.row(b.Big("Σ", b.Name("k")), factors))
    lines = broken(b.row(b.Name("x"), b.Op("+", "add"), summed), columns, 30)
    assert len(lines) > 1 and all(columns(one.box) + 2 * one.indent <= 30 for one in lines)
