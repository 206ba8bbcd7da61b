"""Campaigns of verification: kept line by line, resumed, on a cluster whose workers die."""

import json
import os
import signal
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pytest

from codegen.cli import campaigning
from codegen.cli.campaigning import Far, Journal, campaign
from codegen.cli.terminal import Refusal
from codegen.verification import CheckReport, GradientReport
from derive.layers import LAYERS

ROOT = Path(__file__).parent.parent
SOME = [LAYERS[name] for name in ("dense", "relu", "tanh")]


def silent(what, done=0, total=None):
    pass


def reports_of(layer, failure=""):
    check = CheckReport("forward", cases=2, worst_error=float("inf"), failure=failure)
    return [GradientReport(layer.name, t.name, [check], {"torch": "not here"}) for t in layer.wrt]


def counted(folder, layer):
    """Says in a file of the folder that it was called."""
    with open(Path(folder) / layer.name, "a", encoding="utf-8") as stream:
        stream.write("x")
    return reports_of(layer)


def calls(folder, layer):
    path = Path(folder) / layer.name
    return len(path.read_text(encoding="utf-8")) if path.exists() else 0


def test_results_are_kept_line_by_line_and_read_again(tmp_path):
    work = partial(counted, str(tmp_path))
    far = Far(journal=tmp_path / "kept.jsonl")
    first = campaign(SOME, work, silent, far)
    assert next(first).layer is SOME[0] and next(first).layer is SOME[1]
    first.close()  # interrupted
    assert len(far.journal.read_text(encoding="utf-8").splitlines()) == 2
    made = {one.layer.name: one.reports for one in campaign(SOME, work, silent, far)}
    assert [calls(tmp_path, layer) for layer in SOME] == [1, 1, 1]
    for layer in SOME:
        assert [*map(asdict, made[layer.name])] == [*map(asdict, reports_of(layer))]


def test_another_question_or_another_program_begins_anew(tmp_path, monkeypatch):
    far = Far(journal=tmp_path / "kept.jsonl")
    for examples in (1, 2, 2):
        list(campaign(SOME[:1], partial(counted_for, str(tmp_path), examples), silent, far))
    assert calls(tmp_path, SOME[0]) == 2
    monkeypatch.setattr(campaigning, "code", lambda: "another")
    list(campaign(SOME[:1], partial(counted_for, str(tmp_path), 2), silent, far))
    assert calls(tmp_path, SOME[0]) == 3


def counted_for(folder, examples, layer):
    return counted(folder, layer)


def test_a_line_that_was_cut_off_is_no_result(tmp_path):
    journal = Journal(tmp_path / "kept.jsonl", "c")
    journal.keep("dense", reports_of(SOME[0]))
    with open(journal.path, "a", encoding="utf-8") as stream:
        stream.write('{"campaign": "c", "layer": "relu", "rep')
    assert set(journal.known()) == {"dense"}
    journal.keep("tanh", reports_of(SOME[2]))
    assert set(journal.known()) == {"dense", "tanh"}


def test_what_cannot_be_asked_is_one_line(tmp_path, monkeypatch):
    with pytest.raises(Refusal, match="dense stands in a file that the workers do not have"):
        list(campaign([replace(SOME[0], summary="mine")], counted, silent, Far("tcp://127.0.0.1:9")))
    pytest.importorskip("distributed")
    with pytest.raises(Refusal, match="no scheduler of Dask answers there"):
        monkeypatch.setattr(campaigning, "PATIENCE", "0.2s")
        list(campaign(SOME, counted, silent, Far("tcp://127.0.0.1:9")))


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(Refusal, match=r"chainrule\[dask\]"):
        list(campaign(SOME, counted, silent, Far("tcp://127.0.0.1:9")))


def deadly(folder, layer):
    """The first worker that is given ``relu`` dies in the middle of it; each that is given ``tanh`` does."""
    first = calls(folder, layer) == 0
    made = counted(folder, layer)
    if layer.name == "tanh" or (layer.name == "relu" and first):
        os.kill(os.getpid(), signal.SIGKILL)
    return made


@pytest.mark.deep
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_in_the_middle_loses_no_case(tmp_path, monkeypatch):
    """Two workers; what kills every worker is a finding, and the others' results are there."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    far = Far(journal=tmp_path / "kept.jsonl")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        far = far._replace(scheduler=cluster.scheduler_address)
        some = [*SOME, LAYERS["sigmoid"], LAYERS["softsign"]]
        made = {one.layer.name: one for one in campaign(some, partial(deadly, str(tmp_path)), silent, far)}
        assert set(made) == {layer.name for layer in some}
        assert calls(tmp_path, LAYERS["relu"]) >= 2 and calls(tmp_path, LAYERS["tanh"]) > 2
        assert "no worker came through" in made["tanh"].reports[0].failures[0]
        for name in ("dense", "relu", "sigmoid", "softsign"):
            assert not any(report.failures for report in made[name].reports)
    kept = [json.loads(line)["layer"] for line in far.journal.read_text(encoding="utf-8").splitlines()]
    assert sorted(kept) == sorted(made)


@pytest.mark.deep
@pytest.mark.filterwarnings("ignore")
def test_verify_runs_on_a_cluster(monkeypatch, capsys):
    """The command, with real checks, on two workers."""
    from codegen.cli.verbs.checking.verifying import verify_command

    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        far = Far(cluster.scheduler_address)
        verify_command(["dense", "relu"], 2, False, True, ["exact"], far)
    out, err = capsys.readouterr()
    assert [(one["layer"], one["verdict"]) for one in json.loads(out)] == [
        ("dense", "PASS"), ("dense", "PASS"), ("dense", "PASS"), ("relu", "PASS"),
    ]  # fmt: skip
    assert "dense" in err and "PASS" in err
