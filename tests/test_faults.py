"""What a machine does to a program: files by half, read-only folders, two at once, an end at any time."""

import importlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import codegen
from codegen.module.load import PARTS, RUNTIME, rendered
from codegen.module.render import write
from derive.layers import LAYERS

cache = importlib.import_module("codegen.module.cache")
loading = importlib.import_module("codegen.module.load")
LAYER = LAYERS["softsign"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_comes_with_us", lambda known: False)
    monkeypatch.setattr(loading, "_LOADED", {})
    monkeypatch.setattr(cache, "import_from", lambda folder, package, name: folder / f"{name}.py")
    return tmp_path / "cache"


@pytest.mark.parametrize(
    "bad", [b"", b"{", b"[]", b'{"digest": 3}', b"\xff\xfe\x00", b'{"digest": "x", "files": 4}']
)
def test_a_broken_note_is_no_note(bad, home):
    whole = codegen.compile(LAYER).read_bytes()
    (note,) = (home / "models").iterdir()
    said = note.read_bytes()
    note.write_bytes(bad)
    assert codegen.compile(LAYER).read_bytes() == whole
    assert note.read_bytes() == said


@pytest.mark.parametrize("bad", [b"", b"import os", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["softsign.py", "runtime.py"])
def test_broken_files_of_the_cache_are_written_anew(bad, name, home):
    path = codegen.compile(LAYER).parent / name
    whole = path.read_bytes()
    path.write_bytes(bad)
    codegen.compile(LAYER)
    assert path.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(home):
    home.write_text("a file where the folder should be", encoding="utf-8")
    made = codegen.compile(LAYER)
    assert made.is_file() and not made.is_relative_to(home)
    assert home.is_file()


def test_a_full_disk_leaves_no_file_by_half(tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    write({"a.py": "one", "b.py": "two"}, tmp_path)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write({"a.py": "three", "b.py": "four"}, tmp_path)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a.py": "one", "b.py": "two"}


def test_kernels_run_where_nothing_can_be_kept(tmp_path):
    """A file stands where the folder for machine code would be: as good as read-only, for anybody."""
    folder = tmp_path / "kernels"
    write(rendered(LAYER), folder)
    (folder / "__pycache__").write_text("", encoding="utf-8")
    (tmp_path / "home").write_text("", encoding="utf-8")
    given = {k: v for k, v in os.environ.items() if k not in ("NUMBA_CACHE_DIR", "PYTHONPATH")}
    given |= {
        "XDG_CACHE_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path),
    }
    code = "import numpy as np, kernels.softsign as k; print(k.forward(np.array([1.0, -3.0])).tolist())"
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[0.5, -0.75]\n", 0), done.stderr
    assert not list(tmp_path.glob("kernels-*"))


def test_machine_code_stays_where_it_was_where_it_can(tmp_path, monkeypatch):
    from generated import machine_code

    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    machine_code.place(str(tmp_path / "__init__.py"))
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_machine_code_from_before_a_change_of_what_is_in_it_is_forgotten(tmp_path):
    from generated import machine_code

    kept = tmp_path / "__pycache__"
    kept.mkdir()
    for name in ("relu.forward-1.py311.nbi", "vectors.f-1.py311.nbi", "relu.forward-1.py311.1.nbc"):
        (kept / name).touch()
    for name in machine_code.SHARED:
        (tmp_path / f"{name}.py").touch()
        os.utime(tmp_path / f"{name}.py", (1, 1))
    machine_code.forget(tmp_path, kept)
    assert len(list(kept.iterdir())) == 3
    os.utime(tmp_path / "lanes.py", (2**33, 2**33))
    machine_code.forget(tmp_path, kept)
    assert [p.name for p in kept.iterdir()] == ["relu.forward-1.py311.1.nbc"]
    machine_code.forget(tmp_path, tmp_path / "nowhere")


def test_every_file_that_is_compiled_into_others_is_known():
    from generated import machine_code

    jitted = {
        p.stem for p in RUNTIME.glob("*.py") if p.name in PARTS and "numba" in p.read_text(encoding="utf-8")
    }
    assert jitted <= {*machine_code.SHARED, "machine_code", "__init__", "runtime", "memory", "tuned"}


def generating(folder, *names):
    return subprocess.Popen(
        [sys.executable, "-m", "codegen.cli", "generate", *names, "--out", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def whole(folder, expected):
    """Whatever is there is there to its end."""
    found = {p.name: p.read_text(encoding="utf-8") for p in Path(folder).glob("*.py")}
    assert found.items() <= expected.items()
    return found


def test_two_at_once_write_the_same_files(tmp_path):
    both = [generating(tmp_path / "kernels", "softsign", "relu") for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    with generating(tmp_path / "alone", "softsign", "relu") as alone:
        assert alone.wait() == 0
    expected = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "alone").glob("*.py")}
    assert whole(tmp_path / "kernels", expected) == expected


WRITER = (
    "import signal, sys; from codegen.module.render import write\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
    "print('go', flush=True)\n"
    "while True:\n    for k in range(9): write({f'{n}.py': str(k) * 200000 for n in range(5)}, sys.argv[1])\n"
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_end_at_any_moment_leaves_whole_files(how, tmp_path):
    rng = random.Random(int(how))
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as writing:
            writing.stdout.readline()
            time.sleep(rng.random() / 10)
            writing.send_signal(how)
        texts = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.py")]
        assert all(len(text) == 200_000 and len(set(text)) == 1 for text in texts)
    write({"0.py": "whole"}, tmp_path)
    assert (tmp_path / "0.py").read_text(encoding="utf-8") == "whole"


@pytest.mark.parametrize(("error", "anew"), [(EOFError, [1]), (ValueError, [1]), (OSError, [])])
def test_machine_code_that_cannot_be_read_or_kept_ends_no_call(error, anew):
    from numba.core.caching import Cache

    import generated

    done = []
    ours = SimpleNamespace(
        _py_func=SimpleNamespace(__module__=f"{generated.__name__}.relu"), flush=lambda: done.append(1)
    )
    theirs = SimpleNamespace(_py_func=SimpleNamespace(__module__="somebody"), flush=None)
    with Cache._guard_against_spurious_io_errors(ours):
        raise error
    assert done == anew
    with pytest.raises(error), Cache._guard_against_spurious_io_errors(theirs):
        raise error
