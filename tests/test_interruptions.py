"""Ctrl-C while a command works: nothing by half is left, and the next run does what it is asked."""

import ast
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from codegen.cli import workers
from codegen.cli.workers import each
from codegen.module.load import rendered
from codegen.module.render import write
from derive.layers import LAYERS

MODEL = """
from derive.notation import Layer, define, index, size, tensor
n = index("n", size("N"))
X, Y = tensor("x", n), tensor("y", n)
mine = Layer("mine", [define(Y[n], X[n] ** 3)], wrt=(X,))
"""
COMMANDS = {
    "show": ["show", "mine.py"],
    "generate": ["generate", "mine.py", "--out", "kernels"],
    "verify": ["verify", "mine.py", "--examples", "1"],
    "fuzz": ["verify", "mine.py", "--fuzz", "50"],
    "soak": ["verify", "mine.py", "--soak", "0.02"],
    "warm": ["warm", "softsign"],
    "warm by workers": ["warm", "softsign", "relu", "tanh", "sigmoid"],
    "tune": ["tune", "mine.py", "--set", "N=64"],
}
RUNS = 10


def started(words, folder):
    """The command in a session of its own, with caches that nobody else uses."""
    given = os.environ | {"CHAINRULE_CACHE": str(folder / "cache"), "NUMBA_CACHE_DIR": str(folder / "code")}
    given["PYTHONPATH"] = str(Path(__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-m", "codegen.cli", *words], cwd=folder, env=given, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def left_by_half(folder):
    """Files that are no whole Python, or were not given their name."""
    for path in folder.rglob("*"):
        if path.suffix == ".tmp":
            yield path
        if path.suffix == ".py":
            try:
                ast.parse(path.read_text(encoding="utf-8"))
            except (SyntaxError, ValueError):
                yield path


@pytest.mark.deep
@pytest.mark.parametrize("verb", COMMANDS)
def test_an_interrupt(verb, tmp_path):
    (tmp_path / "mine.py").write_text(MODEL, encoding="utf-8")
    begun = time.monotonic()
    with started(COMMANDS[verb], tmp_path) as whole:
        _, said = whole.communicate(timeout=600)
        assert whole.returncode == 0, said
    long = time.monotonic() - begun
    rng, faults = random.Random(verb), []
    for _ in range(RUNS):
        with started(COMMANDS[verb], tmp_path) as running:
            time.sleep(rng.uniform(0.4, 1) * long)
            os.killpg(running.pid, signal.SIGINT)
            _, said = running.communicate(timeout=60)
        if "Traceback" in said or "Exception ignored" in said:
            faults.append(said)
    assert not list(left_by_half(tmp_path)) and not faults, "\n".join(faults)
    with started(COMMANDS[verb], tmp_path) as again:
        _, said = again.communicate(timeout=600)
        assert again.returncode == 0, said


FOUR = [LAYERS[name] for name in ("relu", "tanh", "softsign", "sigmoid")]


def is_deaf(layer):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def works_long(folder, layer):
    (folder / f"{layer.name} begun").touch()
    time.sleep(20)
    (folder / f"{layer.name} done").touch()


def test_workers_leave_an_interrupt_to_their_parent():
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core has no workers")
    assert all(each(is_deaf, FOUR, lambda *_: None, "", jobs=2))
    assert not is_deaf(None)


@pytest.fixture
def hears():
    """Also where the tests are a shell's job in the background, which ignores interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_while_workers_begin_is_heard(hears):
    with pytest.raises(KeyboardInterrupt), workers._deaf():
        signal.raise_signal(signal.SIGINT)


def test_what_workers_do_ends_with_an_interrupt(hears, tmp_path):
    def interrupt():
        while not list(tmp_path.glob("* begun")):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core has no workers")
    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        list(each(partial(works_long, tmp_path), FOUR, lambda *_: None, "", jobs=2))
    assert not multiprocessing.active_children() and not list(tmp_path.glob("* done"))


# -- kernels


CALLS = """
import os, sys, threading
import numpy as np
from kernels import softsign as k
x = np.linspace(-3, 3, 1 << 18)
wanted = x / (1 + abs(x))
right = lambda: bool(np.allclose(k.forward(x), wanted))
"""
USES = {
    "a fork after use": """
assert right()
pid = os.fork()
if not pid:
    os._exit(0 if right() else 1)
assert os.waitpid(pid, 0)[1] == 0 and right()
""",
    "a fork before use": """
pid = os.fork()
if not pid:
    os._exit(0 if right() else 1)
assert os.waitpid(pid, 0)[1] == 0 and right()
""",
    "several threads at once": """
found = []
several = [threading.Thread(target=lambda: found.append(right())) for _ in range(8)]
[t.start() for t in several], [t.join() for t in several]
assert found == [True] * 8
""",
    "an interrupt while it compiles": """
import signal
timer = threading.Timer(float(sys.argv[1]), lambda: os.kill(os.getpid(), signal.SIGINT))
timer.start()
try:
    right()
    timer.join()
    for _ in range(1000): pass
except KeyboardInterrupt:
    pass
else:
    raise SystemExit("the interrupt was lost")
assert right()
""",
    "no room on the disk": """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
assert right()
""",
}


def used(folder, deed, *words):
    given = os.environ | {"NUMBA_CACHE_DIR": str(folder / "code"), "PYTHONPATH": str(folder)}
    command = [sys.executable, "-W", "ignore", "-B", "-c", CALLS + deed, *words]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=300)


@pytest.mark.deep
@pytest.mark.parametrize("use", USES)
def test_kernels_under(use, tmp_path):
    write(rendered(LAYERS["softsign"]), tmp_path / "kernels")
    rng = random.Random(use)
    for _ in range(4):
        done = used(tmp_path, USES[use], str(rng.uniform(0.01, 2)))
        assert done.returncode == 0, done.stderr


@pytest.mark.deep
def test_processes_that_compile_at_once(tmp_path):
    write(rendered(LAYERS["softsign"]), tmp_path / "kernels")
    given = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "code"), "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", CALLS + "assert right()"]
    several = [subprocess.Popen(command, cwd=tmp_path, env=given) for _ in range(4)]
    assert [one.wait(timeout=300) for one in several] == [0] * 4


@pytest.mark.deep
@pytest.mark.parametrize("spoilt", [b"", b"\x00" * 99, b"no machine code"])
def test_machine_code_that_is_broken(spoilt, tmp_path):
    write(rendered(LAYERS["softsign"]), tmp_path / "kernels")
    assert used(tmp_path, "assert right()").returncode == 0
    kept = list((tmp_path / "code").rglob("*.nb*"))
    assert kept
    for path in kept:
        path.write_bytes(spoilt)
    done = used(tmp_path, "assert right()")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder that takes no file even from root")
def test_an_error_names_the_file_that_was_asked_for() -> None:
    with pytest.raises(OSError, match=r"'/proc/page\.tex'"):
        write({"page.tex": "text"}, "/proc")
