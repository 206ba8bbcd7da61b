"""Hostile calls: what exists is asked, and whatever goes wrong on purpose is found and ends nothing."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from codegen.cli import app
from codegen.module.load import PARTS, RUNTIME
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.fuzz import Target, fuzz
from codegen.verification.fuzz.fences import Escaped, Fences
from codegen.verification.fuzz.hostile import OTHER, SAME

LAYERS = [
    "adaptive_max_pool2d", "spatial_pyramid_pool2d", "max_pool2d", "conv2d", "conv_transpose2d",
    "cross_entropy", "deform_conv2d", "prelu",
]  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_every_call_is_answered_or_refused(name):
    """Interpreted: nothing has to be compiled, and an index beyond an array is an error of its own."""
    count = fuzz(Target(name, RUNTIME), range(100), limit=60)
    assert not count.faults, "\n".join(map(str, count.faults))
    assert count.calls == 100 and min(count.answered, count.refused) > 10


def test_compiled_kernels_stay_between_fences():
    count = fuzz(Target("relu", RUNTIME, "generated"), range(200), limit=60)
    assert not count.faults and count.calls == 200


# -- whether it would be found


WRONG = {
    "ended by signal 11": "import ctypes; ctypes.memset(dx.ctypes.data - 70_000, 1, 140_000)",
    "no answer after": "while True: pass",
    "IndexError": "dx[len(dx)]",
    "another answer": "dx[...] = id(dx) % 2**20; return",
    "unclear ValueError": "raise ValueError('wrong')",
    "exit status 3": "import os; os._exit(3)",
}


def broken(folder: Path, deed: str) -> Target:
    """relu, which does something else besides wherever there is a lot to do."""
    for name in PARTS:
        (folder / name).write_text((RUNTIME / name).read_text(encoding="utf-8"), encoding="utf-8")
    text = (RUNTIME / "relu.py").read_text(encoding="utf-8")
    head = "def _vjp_x(dy, x, dx"
    assert text.count(head) == 1
    begin = text.index("    launch(", text.index(head))
    text = f"{text[:begin]}    if 5 < dx.size < 60:\n        {deed}\n{text[begin:]}"
    (folder / "relu.py").write_text(
        text.replace("from numba", "import numpy as np\nfrom numba"), encoding="utf-8"
    )
    return Target("relu", folder)


@pytest.mark.parametrize("said", WRONG)
def test_what_goes_wrong_is_found_and_the_other_calls_go_on(said, tmp_path):
    count = fuzz(broken(tmp_path, WRONG[said]), range(60), limit=2)
    assert count.answered + count.refused > 20
    assert count.calls == 60
    assert any(said in fault.what and "relu." in fault.call for fault in count.faults)


def test_a_fault_comes_with_the_line_that_makes_it_again(tmp_path):
    fault = fuzz(broken(tmp_path, WRONG["IndexError"]), range(120)).faults[0]
    words = fault.line.split()
    assert words[0] == "python"
    done = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said == [["call", fault.number], ["asked", fault.call], ["done", fault.what]]


@pytest.mark.parametrize("where", [-1, 5], ids=["before", "behind"])
def test_a_write_beside_an_array_is_seen(where):
    fences = Fences()
    for kind in range(4):
        fences.clear(kind)
        array = fences.empty(5, np.uint8, "x")
        beside = np.lib.stride_tricks.as_strided(array[:1], (1,), (1,))
        place = fences.used[-1]
        if 0 <= place.first + where < place.room:
            place.bytes[place.first + where] ^= 1
            with pytest.raises(Escaped, match="bytes beside x were written"):
                fences.check()
        assert beside.size == 1


def test_an_array_is_flush_with_a_fence():
    fences = Fences()
    ends = set()
    for kind in range(4):
        fences.clear(kind)
        fences.empty((3, 7), np.float32)
        (place,) = fences.used
        ends.add((place.first == 0, place.end == place.room))
    assert ends == {(True, False), (False, True)}


def test_more_memory_than_there_are_places_for_is_refused():
    with pytest.raises(MemoryError):
        Fences().empty(2**40, np.float64)


@pytest.mark.parametrize("what", sorted(SAME.keys() - {"holding the unexpected", "repeated"}))
def test_what_leaves_the_numbers_leaves_the_numbers(what):
    array = np.arange(24.0).reshape(2, 3, 4)
    assert np.array_equal(SAME[what](array, np.random.default_rng(0)), array)


@pytest.mark.parametrize("what", OTHER)
def test_hostile_changes_take_any_rank(what):
    for array in (np.zeros(()), np.zeros((0, 2)), np.arange(6.0).reshape(1, 2, 3)):
        OTHER[what](array, np.random.default_rng(0))


# -- looked for, not only drawn


def guided(target, runs):
    pytest.importorskip("atheris")
    command = [
        sys.executable,
        "-m",
        "codegen.verification.fuzz.guided",
        "relu",
        str(runs),
        str(target.folder),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_guided_calls_are_answered_or_refused():
    (said,) = [line for line in guided(Target("relu", RUNTIME), 150).splitlines() if "guided" in line]
    assert said.startswith("relu  150 guided calls") and said.endswith(" 0 faults")


def test_a_guided_call_finds_a_fault_and_goes_on(tmp_path):
    said = guided(broken(tmp_path, WRONG["IndexError"]), 600)
    assert "IndexError" in said and "relu.vjp_x(" in said and "600 guided calls" in said


@pytest.mark.parametrize("data", [b"", b"\x00", bytes(range(96)), b"\xff" * 96])
def test_any_bytes_make_a_call(data):
    from codegen.verification.fuzz.guided import Decisions
    from codegen.verification.fuzz.judge import drawn_by, told

    fences = Fences()
    for name in ("max_pool2d", "prelu"):
        module = uncompiled(name, RUNTIME)
        call = told(drawn_by(module, Decisions(data), 0, fences))
        assert call.startswith(f"{name}.") and call == told(drawn_by(module, Decisions(data), 0, fences))


# -- the command


def test_the_command_counts(monkeypatch):
    made = CliRunner().invoke(app, ["verify", "relu", "softsign", "--fuzz", "3", "--json"])
    assert made.exit_code == 0
    counts = json.loads(made.stdout)
    assert [(one["layer"], one["calls"], one["faults"]) for one in counts] == [
        ("relu", 3, []),
        ("softsign", 3, []),
    ]


def test_gradients_are_called_as_layers_of_their_own():
    made = CliRunner().invoke(
        app, ["verify", "squared_error_loss", "--fuzz", "40", "--second-order", "--json"]
    )
    counts = json.loads(made.stdout)
    assert [one["layer"] for one in counts] == ["squared_error_loss_vjp_x", "squared_error_loss_vjp_t"]
    assert made.exit_code == 0 and all(one["calls"] == 40 and not one["faults"] for one in counts)
    alone = CliRunner().invoke(app, ["verify", "relu", "--second-order"])
    assert alone.exit_code == 2 and "goes with --fuzz" in alone.output


def test_the_command_draws_its_own_calls():
    made = CliRunner().invoke(app, ["verify", "relu", "--fuzz", "3", "--quick"])
    assert made.exit_code == 2 and "leave --quick and --examples out" in made.output


# -- until the time is over


def soaking(monkeypatch, ends, calls=lambda seed: []):
    """The command with a clock that stands at ``ends`` turns, and what each turn was asked for."""
    from codegen.cli.verbs.checking import soaking as room
    from codegen.verification.fuzz import Count

    seeds, clock = [], iter(range(10**6))

    def fuzzed(target, numbers):
        seeds.append(numbers.start)
        return Count(target.name, answered=len(numbers), faults=calls(numbers.start))

    monkeypatch.setattr(room, "fuzz", fuzzed)
    monkeypatch.setattr(room, "verify", lambda layers, examples, seed: seeds.append(seed) or [])
    monkeypatch.setattr(room.time, "monotonic", lambda: next(clock))
    made = CliRunner().invoke(app, ["verify", "relu", "softsign", "--soak", str(ends / 60)])
    return made, seeds


def test_a_soak_takes_fresh_numbers_until_the_time_is_over(monkeypatch):
    made, seeds = soaking(monkeypatch, 9)
    assert made.exit_code == 0 and len(seeds) == len(set(seeds)) == 8
    assert made.stdout.splitlines()[-1] == "4 layers, 0 checks of gradients, 800 hostile calls, 0 failures"


def test_a_soak_keeps_each_failure_and_its_line(monkeypatch):
    from codegen.verification.fuzz import Fault

    made, seeds = soaking(monkeypatch, 3, lambda seed: [Fault(seed, "wrong", "call", f"line {seed}")])
    assert made.exit_code == 1 and f"line {seeds[0]}" in made.stdout and made.stdout.endswith("1 failures\n")


def test_a_soak_that_is_interrupted_says_its_counts(monkeypatch):
    def interrupt(seed):
        raise KeyboardInterrupt

    made, _ = soaking(monkeypatch, 9, interrupt)
    assert (
        made.exit_code == 0
        and made.stdout == "0 layers, 0 checks of gradients, 0 hostile calls, 0 failures\n"
    )
    assert "interrupted" in made.stderr


def test_a_soak_draws_its_own_cases():
    made = CliRunner().invoke(app, ["verify", "relu", "--soak", "1", "--quick"])
    assert made.exit_code == 2 and "--soak draws its own" in made.output


def test_a_complex_mean_of_nothing_is_a_clear_error():
    pool = uncompiled("global_avg_pool2d", RUNTIME)

    def divided(*arguments):
        raise ZeroDivisionError

    pool._forward = divided
    with pytest.raises(ValueError, match=r"global_avg_pool2d: x is complex: .*divided by 0 \(.*W = 1"):
        pool.forward(np.ones((1, 1, 1, 1), complex))
