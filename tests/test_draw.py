"""Pictures: what they show is read off the models, and the files are pictures."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from codegen.apps.draw import draw_layer, draw_stack, picture_sizes
from codegen.apps.matrix_print import draw as draw_matrix
from codegen.cli import app
from derive.exact.dependence import dependence, samples
from derive.exact.matrix import linear_map
from derive.layers import LAYERS
from derive.model.layer import ModelError


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


def test_a_suffix_says_the_format(tmp_path: Path) -> None:
    begins = {"p.svg": b"<?xml", "p.pdf": b"%PDF", "P.PNG": b"\x89PNG", "bare": b"\x89PNG"}
    for name, head in begins.items():
        done = CliRunner().invoke(app, ["draw", "conv1d", "--png", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).read_bytes().startswith(head)
    done = CliRunner().invoke(app, ["draw", "conv1d", "--png", str(tmp_path / "p.jpg")])
    assert done.exit_code == 2 and ".png, .svg, .pdf" in done.output
    assert not (tmp_path / "p.jpg").exists()


def test_the_same_picture_is_the_same_file(tmp_path: Path) -> None:
    made = []
    for name in ("a.svg", "b.svg"):
        draw_layer(LAYERS["conv1d"], {}, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("stack", "pixels"),
    [
        (("causal_conv1d:K=3,d=1", "causal_conv1d:K=3,d=2"), 7),
        (("causal_conv1d:K=2,d=1", "causal_conv1d:K=2,d=2", "causal_conv1d:K=2,d=4"), 8),
        (("conv2d:KH=3", "relu", "conv2d:KH=3,s=2"), 5),
        (("conv1d:K=3,p=1", "gelu", "conv1d:K=3,p=1"), 5),
        (("max_pool2d:KH=2,s=2", "conv2d:KH=3"), 6),
    ],
)
def test_a_stack_sees_what_its_windows_add_up_to(stack: tuple[str, ...], pixels: int, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["draw", *stack, "--png", str(tmp_path / "p.png")])
    assert f"sees {pixels} pixels" in done.output, done.output


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The figures instead of files."""
    made: list[Any] = []
    monkeypatch.setattr("codegen.apps.draw.save", lambda figure, path: made.append(figure))
    monkeypatch.setattr("codegen.apps.matrix_print.save", lambda figure, path: made.append(figure))
    return made


def figures(drawn: list[Any]) -> list[Any]:
    for name in ("conv1d", "spatial_pyramid_avg_pool2d", "batch_norm", "conv_transpose2d", "max_pool3d"):
        draw_layer(LAYERS[name], {}, Path())
    draw_stack([(LAYERS["causal_conv1d"], {})] * 2, Path())
    conv1d = LAYERS["conv1d"]
    found = linear_map(conv1d, conv1d.inputs[0], sizes_of("conv1d"))
    draw_matrix(found, "a title that is longer than a narrow matrix is wide, and wider yet", Path())
    return drawn


def test_no_title_is_cut_off(drawn: list[Any]) -> None:
    for figure in figures(drawn):
        figure.draw_without_rendering()
        title = figure._suptitle.get_window_extent()
        assert title.x0 >= 0 and title.y1 <= figure.bbox.y1 and title.x1 <= figure.bbox.x1, figure._suptitle


def test_ticks_are_whole_numbers(drawn: list[Any]) -> None:
    for figure in figures(drawn):
        for axes in figure.axes:
            ticks = [
                *axes.get_xticks(),
                *([] if "output" in str(axes.get_yticklabels()) else axes.get_yticks()),
            ]
            assert all(float(tick).is_integer() for tick in ticks), ticks


def test_padding_and_output_stand_beside_the_image(drawn: list[Any]) -> None:
    layer = LAYERS["conv2d"]
    padded = {s: 1 for s in layer.option_symbols if s.name.startswith("p_")}
    draw_layer(layer, padded, Path())
    (image,) = drawn[0].axes
    assert image.get_xlim() == (-1.5, 7.5)
    draw_layer(LAYERS["conv1d"], {}, Path())
    assert drawn[1].axes[0].get_xlim() == (-0.5, 6.5)
    assert [axes.get_title() for axes in drawn[1].axes] == ["image", "output"]


def test_a_deformed_grid_lies_beside_the_regular_one(drawn: list[Any]) -> None:
    draw_layer(LAYERS["deform_conv2d"], {}, Path())
    rings, dots = drawn[0].axes[0].lines
    regular = {(float(x), float(y)) for x in (2, 3, 4) for y in (2, 3, 4)}
    assert set(zip(rings.get_xdata(), rings.get_ydata(), strict=True)) == regular
    assert len(dots.get_xdata()) == 9


def test_the_order_of_roots_is_known() -> None:
    """Statistics under a kink: which branch is taken hangs on a root, which is a number."""
    assert len(reads("conv_batch_norm_relu", (0, 0, 1, 1))) > 9


def test_what_is_computed_before_is_known_where_pictures_need_it() -> None:
    """Positions that a definition of their own computes; the largest of roots beside other roots."""
    assert len(reads("grid_sample2d", (0, 0, 0, 0))) == 4
    assert samples(LAYERS["grid_sample2d"], picture_sizes(LAYERS["grid_sample2d"], {}), (0, 0, 0, 0))
    assert len(reads("attention", (0, 0, 0))) == len(reads("softmax", (0, 0))) == 7


@pytest.mark.deep
@pytest.mark.parametrize("name", LAYERS.names)
def test_every_layer_is_drawn_or_refused(name: str, drawn: list[Any]) -> None:
    with suppress(ModelError):
        draw_layer(LAYERS[name], {}, Path())
        assert drawn
