"""Functions that kernels call through slots: compiled once, when they are called; who hears of failures."""

import os
import subprocess
import sys

import numpy as np
import pytest
from numba import njit, types

from generated import conv2d, routines
from generated.routines import DONE, Elements, Unable, by_type, reason, routine

PROGRAM = """
import sys
import numpy as np
from generated import conv2d, window_margins, window_vectors
x, w = np.ones((1, 4, 9, 9), np.float32), np.ones((4, 4, 3, 3), np.float32)
conv2d.forward(x, w)
both = {**vars(window_margins), **vars(window_vectors)}
made = [r for r in both.values() if type(r).__name__ == "Routine"]
for r in made:
    for element, slot in r.slots.items():
        if slot.made is not None:
            print(r.name, element, slot.made.cache_hits)
"""


def total(name):
    def code(element):
        def added(out, values, count):
            for k in range(count):
                out[0] += values[k]
            return DONE

        return added

    return routine(name, "een", code)


added = total("test_added")


@njit
def _sums(out, values):
    for p in range(len(out)):
        added(out, (p,), values, (p, 0), values.shape[1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_an_array_and_an_index_stand_for_an_address(dtype):
    out, values = np.ones(3, dtype), np.arange(12).astype(dtype).reshape(3, 4)
    _sums(out, values)
    assert (out == 1 + values.sum(1)).all()


def test_one_function_serves_all_kernels():
    first = added.slots[types.float64]
    _sums(np.ones(3), np.ones((3, 4)))
    made = first.made

    @njit
    def again(out, values):
        added(out, values, 2)

    out = np.zeros(1)
    again(out, np.ones(2))
    assert out[0] == 2 and first.made is made and first.place.value == made.address


@pytest.mark.parametrize("cause", [KeyboardInterrupt, MemoryError, ValueError])
def test_who_calls_hears_why_a_routine_is_unable(cause):
    def code(element):
        raise cause("here")

    unable = routine(f"test_unable_{cause.__name__}", "e", code)

    @njit
    def kernel(out):
        unable(out)

    for _ in range(2):
        with pytest.raises(Unable):
            kernel(np.zeros(1))
        why = reason()
        assert isinstance(why, cause) and "here" in str(why) and not routines.failures


def test_a_kernel_stops_where_a_routine_stops():
    refused = routine("test_refused", "e", lambda element: _refuse)

    @njit
    def kernel(out):
        refused(out)
        out[0] = 1

    out = np.zeros(1)
    with pytest.raises(Unable):
        kernel(out)
    assert isinstance(reason(), MemoryError)
    assert out[0] == 0


def _refuse(out):
    return 0


def test_registers_hold_real_numbers():
    chosen = by_type("vectors", "loops")
    assert [chosen(t) for t in (types.float32, types.float64, types.complex128)] == ["vectors"] * 2 + [
        "loops"
    ]


def test_elements_are_counted_from_one_of_them_and_never_from_the_end():
    array = np.arange(12).reshape(3, 4)
    here = Elements(array, (1, 2))
    assert here[0] == 6 and here[-6] == 0
    here[1] = 99
    assert array[1, 3] == 99
    with pytest.raises(IndexError):
        here[-7]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    cache = str(tmp_path_factory.mktemp("cache"))

    def run():
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True,
            env={**os.environ, "NUMBA_CACHE_DIR": cache},
        )  # fmt: skip
        return {tuple(line.split()[:2]): int(line.split()[2]) for line in done.stdout.splitlines()}

    return run


def test_only_what_a_call_needs_is_compiled_and_the_next_process_finds_it(program):
    cold, warm = program(), program()
    assert {element for _, element in cold} == {"float32"}
    sweeps = [name for name, _ in cold if name.startswith("sweep_")]
    assert sweeps and all(name.startswith("sweep_4_1_") for name in sweeps), "four rows, one column of taps"
    assert set(cold.values()) == {0} and warm.keys() == cold.keys() and set(warm.values()) == {1}


def test_a_run_tells_the_cause(monkeypatch):
    x, w = np.ones((1, 4, 9, 9)), np.ones((4, 4, 3, 3))

    def stops(*arguments):
        routines.failures.append(KeyboardInterrupt("now"))
        raise routines.Unable

    monkeypatch.setattr(conv2d, "_forward", stops)
    with pytest.raises(KeyboardInterrupt, match="now"):
        conv2d.forward(x, w)
