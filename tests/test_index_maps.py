"""Pictures of index maps beside the formulas: what they show is what the model reads."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import html5lib
import pytest

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
    drawn = svg(one, "key")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert drawn == svg(one, "key") and "Date" not in drawn


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
