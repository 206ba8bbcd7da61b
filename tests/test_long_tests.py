"""The long tests: named as they stand, found by measuring, left out and run as their marks say."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.long_tests import LIST, SECONDS, Measured, listed, long

ROOT = Path(__file__).parent.parent


def functions(path):
    return {n.name for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)}


def test_every_test_that_is_listed_stands_in_its_file():
    names = {tuple(name.split("[")[0].split("::")) for name in listed()}
    assert names
    for file in {file for file, _ in names}:
        assert {test for other, test in names if other == file} <= functions(ROOT / file), file


def test_the_list_is_in_order():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_what_takes_long_is_found():
    assert long({"tests/b": SECONDS + 1, "tests/a": SECONDS + 1, "tests/c": SECONDS}) == [
        "tests/a",
        "tests/b",
    ]


class Report:
    def __init__(self, name, seconds):
        self.nodeid, self.user_properties = name, [("processor", seconds), ("other", 9.0)]


def test_the_parts_of_a_test_are_added_up():
    measured = Measured()
    for one in (Report("a", 1.5), Report("a", 1.0), Report("b", 1.0)):
        measured.pytest_runtest_logreport(one)
    assert measured.spent == {"a": 2.5, "b": 1.0}


def collected(*arguments):
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", *arguments]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return frozenset(line for line in told.splitlines() if "::" in line)


def test_a_run_of_all_leaves_them_out_and_the_mark_has_them():
    """A test that is named is run, long or not."""
    file = sorted(listed())[0].split("::")[0]
    own = {name for name in listed() if name.startswith(f"{file}::")}
    all_there_is = ("-o", f"testpaths={file}")
    assert own <= collected(file)
    assert own == collected(*all_there_is, "-m", "long")
    assert collected(file) - collected(*all_there_is) == own
