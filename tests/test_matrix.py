"""The convolution matrix in symbols, against the table of seed 000 and against the exact evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.apps.matrix_print import as_latex, spoken, text
from codegen.cli import app
from derive.exact.matrix import LinearMap, linear_map
from derive.exact.shape import image_of, symbols_of
from derive.model.layer import ModelError
from tests.spine import SPINE

NAMED = {layer.name: layer for layer in SPINE}
SEED = """
00 . . . | 01 00 . . | 02 01 . . | . 02 . . | 10 . 00 . | 11 10 01 00 | 12 11 02 01 | . 12 . 02 |
20 . 10 . | 21 20 11 10 | 22 21 12 11 | . 22 . 12 | . . 20 . | . . 21 20 | . . 22 21 | . . . 22
"""


def matrix(name: str, **values: int) -> LinearMap:
    layer = NAMED[name]
    known = {s.name: s for t in layer.inputs for s in t.free_symbols}
    known |= {s.name: s for s in layer.option_symbols}
    return linear_map(layer, image_of(layer), symbols_of(layer, {known[k]: v for k, v in values.items()}))


def digits(entry: object) -> str:
    return "." if entry == 0 else str(entry)[3:-1].replace(",", "")


def test_seed_000() -> None:
    """The 16×4 table of the notes, transposed: 4×4 image, 3×3 filter."""
    found = matrix("conv2d", H=4, KH=3).transposed
    assert found.shape == (16, 4)
    rows = [[digits(e) for e in found.row(r)] for r in range(16)]
    assert rows == [row.split() for row in SEED.replace("\n", " ").split("|")]


def test_toeplitz() -> None:
    found = matrix("conv2d", H=1, W=6, KH=1, KW=3)
    assert found.shape == (4, 6)
    for r in range(3):
        assert found.row(r)[:-1] == found.row(r + 1)[1:]


def test_doubly_blocked() -> None:
    found = matrix("conv2d", H=5, KH=2)
    for (r, k), entry in found.entries.items():
        if r + 4 < 16 and k + 5 < 25:
            assert found.entries[r + 4, k + 5] == entry


def test_strided_and_dilated_are_rows_and_spread_filters() -> None:
    whole, some = matrix("conv2d", H=5, KH=2), matrix("conv2d", H=5, KH=2, s_h=2, s_w=2)
    kept = [r for r, (_, _, i, j) in enumerate(whole.rows) if i % 2 == 0 and j % 2 == 0]
    assert [some.row(r) for r in range(len(kept))] == [whole.row(r) for r in kept]
    wide = matrix("conv2d", H=5, KH=2, d_h=2, d_w=2)
    assert [k for (r, k) in sorted(wide.entries) if r == 0] == [0, 2, 10, 12]


def test_text_and_latex() -> None:
    found = matrix("conv2d", H=2, W=3, KH=2)
    assert text(found).splitlines() == [
        "[ w₀₀  w₀₁   ·   w₁₀  w₁₁   ·  ]",
        "[  ·   w₀₀  w₀₁   ·   w₁₀  w₁₁ ]",
    ]
    assert as_latex(found).splitlines()[1] == r"w_{0,0} & w_{0,1} & 0 & w_{1,0} & w_{1,1} & 0 \\"
    assert spoken(next(iter(found.entries.values()))) == "w₀₀"


@pytest.mark.parametrize("name", ["relu", "max_pool2d", "batch_norm"])
def test_what_is_not_linear_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="not linear in x"):
        matrix(name, **({} if name == "relu" else {"H": 4}))


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["matrix", *words])
    return done.exit_code, done.output


def test_command_takes_several_settings_after_one_set(tmp_path: Path) -> None:
    png = tmp_path / "c.png"
    code, said = run("conv2d", "--set", "H=4", "KH=3", "--json", "--png", str(png))
    assert code == 0
    assert png.read_bytes().startswith(b"\x89PNG")
    found = json.loads(said[: said.rindex("}") + 1])
    assert found["shape"] == [4, 16] and [0, 0, "w₀₀"] in found["entries"]


@pytest.mark.parametrize(
    "words", [("conv2d", "--set", "H=__import__"), ("conv2d", "--set", "H=40"), ("relu",)], ids=" ".join
)
def test_command_refuses(words: tuple[str, ...]) -> None:
    assert run(*words)[0] != 0


def test_command_takes_a_small_image_where_no_size_is_set() -> None:
    code, said = run("conv1d")
    assert code == 0 and "[ w₀  w₁  w₂  ·  ]" in said and "K=3, L=4" in said
    code, said = run("conv1d", "--set", "p=1", "s=2")
    assert "[ w₁  w₂  ·   ·  ]" in said and "K=3, L=4" in said
    assert "--set chooses" not in run("conv1d", "--set", "L=3")[1]


def test_a_refusal_is_a_line_that_says_at_which_sizes() -> None:
    assert "OL is -7 at K = 9, L = 1" in run("conv1d", "--set", "K=9")[1].replace("\n", " ")
    said = run("layer_norm")[1]
    assert "not linear in x" in said and len(said) < 200
