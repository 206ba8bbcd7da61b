"""Kernels that come with the program are taken where nothing that makes them has changed, and only there."""

import json
import sys

import pytest

from codegen.module import brought_along as room
from codegen.module.brought_along import NOTE, brought_along, noted
from codegen.module.load import RUNTIME, rendered
from codegen.module.render import beside, files, write
from codegen.source.names import PARTS
from derive.layers import LAYERS
from derive.notation import Layer, define, index, sizes, tensor

RELU = LAYERS["relu"]
LOADING = sys.modules["codegen.module.load"]


@pytest.fixture(scope="module")
def made():
    parts = {name: (RUNTIME / name).read_text(encoding="utf-8") for name in PARTS}
    return beside(parts, files(RELU))


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    write({**made, NOTE: noted([RELU], made)}, tmp_path)
    monkeypatch.setattr(LOADING, "RUNTIME", tmp_path)
    return tmp_path


def known(folder, layer=RELU):
    return brought_along(layer, folder, {n: (folder / n).read_text(encoding="utf-8") for n in PARTS})


def test_nothing_is_derived_where_all_is_as_it_was(made, folder, monkeypatch):
    monkeypatch.setattr(LOADING, "files_of", lambda *given: pytest.fail("emitted again"))
    assert rendered(RELU) == made and list(rendered(RELU)) == list(made)


@pytest.mark.parametrize("name", ["relu.py", "runtime.py"])
def test_what_was_edited_is_made_anew(made, folder, name):
    (folder / name).write_text(made[name] + "\n# edited\n", encoding="utf-8")
    assert known(folder) is None
    assert (
        rendered(RELU)["relu.py"]
        == beside({n: (folder / n).read_text(encoding="utf-8") for n in PARTS}, files(RELU))["relu.py"]
    )


def test_another_program_makes_its_own(folder, monkeypatch):
    assert known(folder) is not None
    monkeypatch.setattr(room, "made_by", lambda: "another")
    assert known(folder) is None


def test_another_model_of_the_same_name_is_no_layer_of_the_catalogue(folder):
    (extent,) = sizes("N")
    n = index("n", extent)
    x, y = tensor("x", n), tensor("y", n)
    assert known(folder, Layer("relu", [define(y[n], 2 * x[n])], wrt=(x,))) is None
    assert known(folder, LAYERS["tanh"]) is None


@pytest.mark.parametrize("said", ["", "[]", "{", {}, {"layers": []}, {"layers": {"relu": {"files": 3}}}])
def test_a_note_that_is_none_says_nothing(folder, said):
    text = said if isinstance(said, str) else json.dumps({"made by": room.made_by(), **said})
    (folder / NOTE).write_text(text, encoding="utf-8")
    assert known(folder) is None


def test_other_formulas_are_emitted(made, folder, monkeypatch):
    monkeypatch.setattr(LOADING, "files_of", lambda layer, gradients: {"relu.py": "emitted"})
    assert rendered(RELU, object())["relu.py"] == "emitted"
