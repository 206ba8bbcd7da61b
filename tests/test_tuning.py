"""Settings that were measured: which file is taken, for which calls, and that nothing else changes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codegen.apps.benchmark.turns import Run, Spent
from codegen.apps.benchmark.workloads import Workload
from codegen.apps.tuning import alternatives as searching
from codegen.apps.tuning.alternatives import Winner, search
from codegen.apps.tuning.keeping import keep
from codegen.cli.verbs.measuring.tuning import case_of, tune_command
from codegen.places import cache_folder
from codegen.verification.quick import standing
from derive.layers import LAYERS
from generated import num_threads, stencils, threads, tuned, vectors

RELU = "relu._forward"


@pytest.fixture(autouse=True)
def _file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path))
    monkeypatch.setattr(tuned, "_table", None)
    yield
    monkeypatch.undo()
    tuned.load()


def written(**parts: Any) -> Path:
    document = {"format": tuned.FORMAT, "machine": tuned.machine(), "kernels": {}} | parts
    tuned.path().write_text(json.dumps(document), encoding="utf-8")
    return tuned.path()


def test_the_file_lies_where_kernels_are_kept() -> None:
    assert tuned.path() == cache_folder() / "tuned.json"


def test_without_a_file_nothing_is_said_and_nothing_chosen() -> None:
    assert tuned.load() == {} and tuned.best(RELU, lambda: pytest.fail("not asked")) is None
    assert tuned.setting("grain", 7) == 7


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not of format"),
        (json.dumps({"format": 99}), "is not of format"),
        (json.dumps({"format": 1, "machine": "an abacus", "kernels": {}}), "another machine"),
    ],
)
def test_a_file_that_cannot_be_taken_is_ignored_with_its_reason(text: str, why: str) -> None:
    tuned.path().write_text(text, encoding="utf-8")
    with pytest.warns(RuntimeWarning, match=why) as said:
        assert tuned.load() == {}
    assert "tuned.json" in str(said[0].message) and "chainrule tune" in str(said[0].message)


@pytest.mark.parametrize(
    "kernels",
    [
        None,
        [],
        {RELU: None},
        {RELU: {"call": 3}},
        {RELU: {"call": {"grain": 1}}},
        {RELU: {"call": {"grain": 50_000.0}}},
        {RELU: {"call": {"grain": True}}},
        {RELU: {"call": {"grain": [50_000]}}},
        {RELU: {"call": {"__class__": 0}}},
    ],
)
def test_only_values_that_are_alternatives_are_settings(kernels: Any) -> None:
    written(kernels=kernels)
    with pytest.warns(RuntimeWarning, match="no setting of a kernel"):
        assert tuned.load() == {}


def test_bytes_that_are_no_text_are_no_file() -> None:
    tuned.path().write_bytes(b"\xff\xfe\x00")
    with pytest.warns(RuntimeWarning, match="cannot be read"):
        assert tuned.load() == {}


def noting(grains: list[int]) -> Callable[[str, int], int]:
    """``setting`` that keeps what it says."""

    def setting(name: str, default: int) -> int:
        grains.append(tuned.setting(name, default))
        return grains[-1]

    return setting


def test_a_setting_holds_for_its_call_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same kernel, type and number of threads, but other sizes: the default."""
    call = tuned.name_of("float32", 2, {"M": 200_000})
    written(kernels={RELU: {call: {"grain": 3_000}}})
    relu = standing(LAYERS["relu"])
    grains: list[int] = []
    monkeypatch.setattr(
        threads, "setting", lambda name, default: grains.append(tuned.setting(name, default)) or default
    )
    with num_threads(2):
        for size, dtype in ((200_000, "float32"), (200_001, "float32"), (200_000, "float64")):
            relu.forward(np.ones(size, dtype))
    assert grains == [3_000, threads.GRAIN, threads.GRAIN]
    grains.clear()
    with num_threads(3):
        relu.forward(np.ones(200_000, "float32"))
    with num_threads(2), tuned.using({"grain": 50_000}):
        relu.forward(np.ones(200_000, "float32"))
    assert grains == [threads.GRAIN, 50_000]


def test_no_order_of_terms_is_taken_for_one_number_of_threads() -> None:
    """Results would hang on the number of threads."""
    call = tuned.name_of("float32", 2, {"M": 5})
    written(kernels={RELU: {call: {"deep": 512}}})
    with pytest.warns(RuntimeWarning, match="for one number of threads in which order"):
        assert tuned.load() == {}
    written(kernels={RELU: {tuned.for_all_threads(call): {"deep": 512}, call: {"grain": 3_000}}})
    assert tuned.load()[RELU][call] == {"grain": 3_000}


def test_what_was_measured_does_not_keep_a_check_from_the_smallest_ranges() -> None:
    written(kernels={RELU: {tuned.name_of("float32", 2, {"M": 5}): {"grain": 2**62}}})
    relu = standing(LAYERS["relu"])
    with num_threads(2), threads.smallest_ranges(), tuned.listening() as heard:
        relu.forward(np.ones(5, np.float32))
        assert tuned.setting("grain", 1) == 1
    assert heard.calls == [(RELU, tuned.name_of("float32", 2, {"M": 5}))]


def test_settings_of_one_thread_are_not_those_of_another() -> None:
    seen: list[int] = []
    with tuned.using({"grain": 3_000}):
        other = threading.Thread(target=lambda: seen.append(tuned.setting("grain", 1)))
        other.start()
        other.join()
        assert tuned.setting("grain", 1) == 3_000
    assert seen == [1] and tuned.setting("grain", 1) == 1


def test_what_runs_is_heard() -> None:
    relu = standing(LAYERS["relu"])
    with tuned.listening() as heard:
        relu.forward(np.ones(5, np.float32))
    ((kernel, call),) = heard.calls
    assert kernel == RELU and call.startswith("float32 threads=") and call.endswith(" M=5")
    assert heard.settings == {"grain": threads.GRAIN}


# the search


def clocked(costs: Mapping[int, float]) -> Any:
    """Turns whose clock is a table: milliseconds of a call by the grain that it is made with."""
    grains: list[int] = []

    def turns(runs: list[Run], pace: object = None) -> list[Spent]:
        made = []
        for run in runs:
            with tuned.listening():
                grains.clear()
                run()
            made.append(Spent(costs[grains[-1]], costs[grains[-1]]))
        return made

    return turns, grains


@pytest.mark.parametrize(("fast", "chosen"), [(200_000, {"grain": 200_000}), (threads.GRAIN, {})])
def test_the_fastest_alternative_wins_and_a_small_gain_does_not(
    fast: int, chosen: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = dict.fromkeys(tuned.ALTERNATIVES["grain"], 9.9) | {threads.GRAIN: 10.0} | {fast: 5.0}
    turns, grains = clocked(costs)
    monkeypatch.setattr(threads, "setting", noting(grains))
    monkeypatch.setattr(searching, "in_turns", turns)
    case = Workload("", {"M": 1000})
    winners = list(search(LAYERS["relu"], standing(LAYERS["relu"]), case, "float32", 2, lambda _: None))
    assert [one.function for one in winners] == ["forward", "vjp_x"]
    assert all(one.chosen or one.best_ms == one.default_ms for one in winners)
    assert all(one.chosen == chosen and one.best_ms == 5.0 for one in winners)
    (kernel, call) = winners[0].kernels[0]
    assert (kernel, call) == (RELU, "float32 threads=2 M=1000")


def test_settings_that_won_by_chance_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each comparison says the second is faster, but for the last one, of all settings with none."""
    grains: list[int] = []
    looks: list[tuple[int, ...]] = []

    def turns(runs: list[Run], pace: object = None) -> list[Spent]:
        made = []
        for run in runs:
            with tuned.listening():
                grains.clear()
                run()
            made.append(grains[-1])
        again = tuple(made) in looks
        looks.append(tuple(made))
        first, *later = (1.0 if again else 9.0), 9.0 if again else 1.0
        return [Spent(one, one) for one in (first, *later)][: len(runs)]

    monkeypatch.setattr(threads, "setting", noting(grains))
    monkeypatch.setattr(searching, "in_turns", turns)
    monkeypatch.setitem(tuned.ALTERNATIVES, "grain", (threads.GRAIN, 200_000))
    layer, case = LAYERS["relu"], Workload("", {"M": 1000})
    first, *_ = search(layer, standing(layer), case, "float32", 2, lambda _: None)
    assert looks[:2] == [(threads.GRAIN, 200_000)] * 2
    assert (first.chosen, first.default_ms, first.best_ms) == ({}, 1.0, 1.0)


def test_an_alternative_that_computes_something_else_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = dict.fromkeys(tuned.ALTERNATIVES["grain"], 1.0) | {threads.GRAIN: 10.0}
    turns, grains = clocked(costs)
    monkeypatch.setattr(
        threads, "setting", lambda n, d: grains.append(tuned.setting(n, d)) or tuned.setting(n, d)
    )
    monkeypatch.setattr(searching, "in_turns", turns)
    monkeypatch.setattr(searching, "distance", lambda *_: 2.0)
    case = Workload("", {"M": 1000})
    winners = search(LAYERS["relu"], standing(LAYERS["relu"]), case, "float32", 2, lambda _: None)
    assert all(one.chosen == {} for one in winners)


def test_what_was_found_joins_what_is_there() -> None:
    first = Winner("forward", ((RELU, "a"), (RELU, "b")), {"grain": 3_000}, 2.0, 1.0)
    other = Winner("forward", (("elu._forward", "a"),), {"grain": 12_000}, 2.0, 1.0)
    back = Winner("forward", ((RELU, "a"),), {}, 1.0, 1.0)
    keep([first])
    keep([other])
    assert keep([back]) == tuned.path()
    assert tuned.load() == {RELU: {"b": {"grain": 3_000}}, "elu._forward": {"a": {"grain": 12_000}}}
    assert [path.name for path in tuned.path().parent.iterdir()] == ["tuned.json"]


# the command


def test_the_order_of_sums_is_the_same_for_every_number_of_threads() -> None:
    call, other = (tuned.name_of("float32", threads, {"M": 5}) for threads in (1, 2))
    keep([Winner("forward", ((RELU, call),), {"deep": 256, "grain": 3_000}, 2.0, 1.0)])
    assert tuned.best(RELU, lambda: call) == {"deep": 256, "grain": 3_000}
    assert tuned.best(RELU, lambda: other) == {"deep": 256}
    keep([Winner("forward", ((RELU, other),), {"wide": 32}, 2.0, 1.0)])
    assert tuned.best(RELU, lambda: call) == {"grain": 3_000}
    assert tuned.best(RELU, lambda: other) == {"wide": 32}


@pytest.mark.parametrize("name", ["blocks", "windows", "lags", "first", "wide", "deep", "high"])
def test_a_kernel_asks_for_the_settings_of_its_contractions(name: str) -> None:
    asks: dict[str, Callable[[], Any]] = {
        "blocks": lambda: vectors.blocks(False), "first": lambda: vectors.either(False),
        "windows": lambda: stencils.correlations(False), "lags": lambda: stencils.lagging(False),
        "wide": lambda: vectors.colblock(10**6), "deep": vectors.depthblock,
        "high": lambda: vectors.rowblock(10**6, 10**6),
    }  # fmt: skip
    value = tuned.ALTERNATIVES[name][1]
    with tuned.listening() as heard, tuned.using({name: value}):
        assert asks[name]() == value
    assert name in heard.settings
    with vectors.always_blocks(high=7, wide=9, deep=5), tuned.using({"wide": 32, "deep": 256, "high": 48}):
        assert (vectors.colblock(10**6), vectors.depthblock(), vectors.rowblock(10**6, 10**6)) == (9, 5, 7)


def test_a_choice_that_leads_to_other_settings_has_them_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A contraction in plain loops asks for no block; in blocks it does, and the widest is the fastest."""
    settings: dict[str, int] = {}

    def run() -> Any:
        settings.clear()
        if tuned.setting("blocks", 0):
            settings["wide"] = tuned.setting("wide", 64)
        return np.zeros(1)

    def turns(runs: Any, pace: Any) -> Any:
        spent = []
        for one in runs:
            one()
            cost = 10.0 - settings.get("wide", 0) / 100
            spent.append(Spent(cost, cost))
        return spent

    monkeypatch.setattr(searching, "in_turns", turns)
    with tuned.using({}), tuned.listening() as heard:
        run()
    assert heard.settings == {"blocks": 0}
    found = searching._tuned(searching.Function("f", run, run, heard), (), 1)
    assert found.chosen == {"blocks": 1, "wide": 256}


def test_sizes_and_options_are_set() -> None:
    case = case_of(LAYERS["conv2d"], ["H=9", "s=2", "KH=5"])
    assert case.sizes["H"] == 9 and case.sizes["KH"] == 5 and case.options["stride"] == (2, 2)


def test_the_command_keeps_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    tuned.path().write_text("{", encoding="utf-8")
    tune_command("relu", ["M=100"], 2, "float32", True)
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert [row["function"] for row in found["rows"]] == ["forward", "vjp_x"]
    assert "is not JSON" in err and json.loads(tuned.path().read_text())["machine"] == tuned.machine()


def test_the_run_time_needs_nothing_but_python_to_read_it() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import tuned; print(*sys.modules)"
    folder = str(Path(tuned.__file__).parent)
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert not {"numpy", "numba"} & set(done.stdout.split())
