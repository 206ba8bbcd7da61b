"""Pictures of index maps beside the formulas: what they show is what the model reads."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import html5lib
import pytest

from codegen.apps.computation_graph import Graph, graph_of
from codegen.apps.index_maps import index_maps, svg
from codegen.cli.verbs.showing import Wish, layer_pages
from derive.layers import LAYERS

WINDOW = {(0, 0, i, j) for i in (2, 3, 4) for j in (2, 3, 4)}


def test_forward_reads_and_backward_gathers() -> None:
    found = index_maps(LAYERS["conv2d"], {})
    image, out = found["forward"].panels
    assert image.cells == WINDOW and out.mark == (0, 0, 2, 2)
    pixel, readers = found["backward"].panels
    assert pixel.mark == (0, 0, 3, 3)
    assert readers.cells == {(0, 0, i, j) for i in (1, 2, 3) for j in (1, 2, 3)}
    assert found["backward"].title == "backward: what dx[0, 0, 3, 3] is gathered from"


def test_a_maximum_gathers_only_from_whom_it_won() -> None:
    assert "may be gathered" in index_maps(LAYERS["max_pool2d"], {})["backward"].title


@pytest.mark.parametrize("name", ["relu", "dense", "softmax", "max_unpool2d", "deform_conv2d", "batch_norm"])
def test_no_picture_where_there_is_no_window_or_data_say_what_is_read(name: str) -> None:
    assert index_maps(LAYERS[name], {}) == {}


def test_a_picture_is_well_formed_and_the_same_each_time() -> None:
    one = index_maps(LAYERS["conv1d"], {})["forward"]
    drawn = svg(one, {})
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert drawn == svg(one, {}) and "Date" not in drawn


def test_pages_have_the_pictures_that_belong_to_them() -> None:
    forward, x, w, _ = layer_pages(LAYERS["conv2d"], Wish(), "html")
    assert '<figure class="forward">' in forward and '<figure class="backward">' in x
    assert "<figure" not in w
    names = re.findall(r' id="([^"]+)"', forward + x)
    assert len(names) == len(set(names)) > 0
    (alone,) = layer_pages(LAYERS["conv2d"], Wish(wrt=("w",)), "html")
    assert "<figure" not in alone
    parser = html5lib.HTMLParser()
    parser.parse(forward)
    assert not parser.errors


def test_a_page_without_matplotlib_is_the_page_without_pictures() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; sys.modules['matplotlib.figure'] = None\n"
        "from codegen.cli.verbs.showing import Wish, layer_pages; from derive.layers import LAYERS\n"
        "print(any('<figure' in p for p in layer_pages(LAYERS['conv1d'], Wish(), 'html')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def names(found: Graph) -> list[list[str]]:
    return [[t.name for t in column] for column in found.columns]


def test_the_graph_of_batch_norm_is_that_of_the_homework() -> None:
    found = graph_of(LAYERS["batch_norm_features"])
    assert found is not None
    assert names(found) == [["x", "gamma", "beta"], ["mu"], ["var"], ["r"], ["xhat"], ["y"]]
    read = {(a.name, b.name) for a, b in found.arrows}
    assert {("x", "mu"), ("mu", "var"), ("var", "r"), ("mu", "xhat"), ("r", "xhat"), ("xhat", "y")} <= read
    assert {t.name for t in found.differentiated} == {"x", "gamma", "beta", "mu", "var", "r", "xhat", "y"}


def test_what_is_one_formula_has_no_graph_and_a_switch_no_gradient() -> None:
    assert graph_of(LAYERS["relu"]) is None and graph_of(LAYERS["dense"]) is None
    found = graph_of(LAYERS["cross_entropy"])
    assert found is not None and "t" not in {t.name for t in found.differentiated}


def test_a_page_of_several_definitions_has_the_graph() -> None:
    page, *_ = layer_pages(LAYERS["batch_norm_features"], Wish(), "html")
    assert page.count('<figure class="graph">') == 1
    drawn = page[page.index("<svg") : page.index("</svg>") + 6]
    assert ElementTree.fromstring(drawn).tag.endswith("svg") and "σ²" in drawn and "dσ²" in drawn
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert not parser.errors
