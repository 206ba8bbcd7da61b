"""Samples that others wrote, through the bridge to PyTorch: none fails, most can be said."""

import importlib

import pytest

pytest.importorskip("torch")
pytest.importorskip("expecttest", reason="PyTorch's own suite needs it")
pytest.importorskip("onnx")

suites = importlib.import_module("tests.foreign_suites")
table = importlib.import_module("tests.suite_table")

pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_row_tells_wrong_from_refused():
    """Also a layer's own refusal, its numbers left out; a crash is a failure."""
    row = table.Row("op")

    def refused():
        raise ValueError("padding must be at least 0, got -1")

    def crash():
        raise RuntimeError("gone")

    for judge in (lambda: "", lambda: "off", refused, crash, lambda: table.refuse(True, "no such option")):
        row.add(judge)
    assert row.passed == 1 and row.failed == ["off", "RuntimeError: gone"]
    assert dict(row.unsaid) == {"refused: padding must be at least #, got #": 1, "no such option": 1}


@pytest.mark.deep
def test_samples_of_torch_pass():
    rows = [suites.row_of(op) for op in suites.opinfo()]
    assert not {row.name: row.failed for row in rows if row.failed}
    assert sum(row.passed for row in rows) >= 3500


@pytest.mark.deep
def test_nodes_of_onnx_pass():
    rows = [suites.row_of_nodes(*pair) for pair in suites.nodes().items()]
    assert not {row.name: row.failed for row in rows if row.failed}
    assert sum(row.passed for row in rows) >= 100
