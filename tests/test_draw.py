"""Pictures: what they show is read off the models, and the files are pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codegen.apps.draw import picture_sizes
from codegen.cli import app
from derive.exact.dependence import dependence, samples
from derive.layers import LAYERS


def sizes_of(name: str, **values: int) -> dict[object, int]:
    layer = LAYERS[name]
    known = {s.name: s for t in layer.inputs for s in t.free_symbols}
    known |= {s.name: s for s in layer.option_symbols}
    return picture_sizes(layer, {known[k]: v for k, v in values.items()})  # type: ignore[return-value]


def reads(name: str, at: tuple[int, ...], **values: int) -> set[tuple[int, ...]]:
    return dependence(LAYERS[name], sizes_of(name, **values))[at]  # type: ignore[arg-type]


def test_a_dilated_window_reads_every_second_pixel() -> None:
    spread = {(0, 0, i, j) for i in (0, 2, 4) for j in (0, 2, 4)}
    assert reads("conv2d", (0, 0, 0, 0), d_h=2, d_w=2) == spread


def test_a_batch_normalisation_shares_its_channel() -> None:
    channel = {(n, 1, h, w) for n in (0, 1) for h in range(3) for w in range(3)}
    assert reads("batch_norm", (0, 1, 0, 0)) == channel


def test_a_deformed_window_samples_between_the_pixels() -> None:
    layer = LAYERS["deform_conv2d"]
    found = samples(layer, sizes_of("deform_conv2d"), (0, 0, 2, 2))  # type: ignore[arg-type]
    assert len(found) == 9
    assert all(y != int(y) and x != int(x) for y, x in found)


SETS = {"layer_norm2d": 4 * 9, "instance_norm": 9, "group_norm": 2 * 9}


@pytest.mark.parametrize("name", SETS)
def test_which_elements_a_normalisation_shares(name: str) -> None:
    if name not in LAYERS.names:
        pytest.fail(f"{name} is not in the catalogue")
    assert len(reads(name, (0, 0, 1, 1))) == SETS[name]


@pytest.mark.parametrize(
    "words",
    [
        ("conv2d", "--set", "d=2"),
        ("deform_conv2d",),
        ("batch_norm",),
        ("max_pool2d",),
        ("conv_transpose2d", "--set", "s=2"),
        ("conv2d:KH=3,d=1", "conv2d:KH=3,d=2", "conv2d:KH=3,d=4"),
    ],
    ids=" ".join,
)
def test_pictures(words: tuple[str, ...], tmp_path: Path) -> None:
    png = tmp_path / "p.png"
    done = CliRunner().invoke(app, ["draw", *words, "--png", str(png)])
    assert done.exit_code == 0, done.output
    assert png.read_bytes().startswith(b"\x89PNG")


def test_the_stack_of_the_notes_sees_fifteen(tmp_path: Path) -> None:
    stack = [f"conv2d:KH=3,d={d}" for d in (1, 2, 4)]
    done = CliRunner().invoke(app, ["draw", *stack, "--png", str(tmp_path / "p.png")])
    assert "15 pixels" in done.output


def test_no_folder_no_picture(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["draw", "conv2d", "--png", str(tmp_path / "no" / "p.png")])
    assert done.exit_code == 2
