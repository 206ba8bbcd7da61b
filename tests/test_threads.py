"""Ranges on threads: every iteration once, the same result for every number, whoever calls and fails."""

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numba import types
from numba.extending import intrinsic

from codegen.verification.quick import standing
from derive.layers import LAYERS
from generated import shared_ranges, threads
from generated.assembly import called, written
from generated.disjoint import njit
from generated.processors import MASKS, processor, step_aside
from generated.threads import GRAIN, launch, num_threads, set_num_threads

MUCH = 1000 * GRAIN


@intrinsic
def add(context, cells, k, value):
    """Add to a cell; what stood there before."""

    def code(context, builder, signature, args):
        first = context.make_array(signature.args[0])(context, builder, args[0]).data
        return builder.atomic_rmw("add", builder.gep(first, [args[1]]), args[2], "seq_cst")

    return types.int64(cells, types.int64, types.int64), code


@njit(nogil=True)
def mark(first, last, seen):
    for k in range(first, last):
        seen[k] += 1


@njit(nogil=True)
def meet(first, last, cells):
    """Each range waits for another one."""
    add(cells, first - first, 1)
    while cells[1] > 0 and add(cells, first - first, 0) < 2:
        add(cells, 1 + first - first, -1)


@njit(nogil=True)
def broken_once(first, last, seen):
    mark(first, last, seen)
    if last == 8 and seen[7] == 1:
        raise MemoryError("no room")


@njit(nogil=True)
def broken(first, last, seen):
    if last == 8:
        raise MemoryError("no room")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 64, 1001])
@pytest.mark.parametrize("limit", [1, 2, 3, 8])
@pytest.mark.parametrize("work", [0, GRAIN, 3 * GRAIN, MUCH])
def test_each_iteration_runs_once(count, limit, work):
    seen = np.zeros(count, int)
    with num_threads(limit):
        launch(mark, count, work, seen)
    assert (seen == 1).all()


def test_little_work_and_one_thread_stay_with_the_caller():
    where = set()
    note = lambda first, last: where.add((threading.get_ident(), first, last))  # noqa: E731
    with num_threads(4):
        launch(note, 100, 2 * GRAIN - 1)
    with num_threads(1):
        launch(note, 100, MUCH)
    assert where == {(threading.get_ident(), 0, 100)}


def test_much_work_is_shared():
    cells = np.array([0, 10**9])
    with num_threads(2):
        for _ in range(100):  # the first calls may find all others asleep
            cells[:] = 0, 10**6
            launch(meet, 2, MUCH, cells)
            if cells[1] > 0:
                break
    assert cells[0] == 2
    assert cells[1] > 0


def test_a_function_that_is_not_compiled_is_computed_by_the_caller_in_ranges():
    where = []
    note = lambda first, last: where.append((threading.get_ident(), first, last))  # noqa: E731
    with num_threads(2):
        launch(note, 10, 2 * GRAIN)
    assert where == [(threading.get_ident(), 0, 5), (threading.get_ident(), 5, 10)]


def test_ranges_one_after_the_other_are_those_of_threads_the_last_first():
    """A compiled kernel whose ranges read each other's results gives others than in one range."""

    @njit(nogil=True)
    def running(first, last, made):
        for k in range(first, last):
            made[k] = 1.0 + (made[k - 1] if k else 0.0)

    alone, shared = np.zeros(64), np.zeros(64)
    with num_threads(1):
        launch(running, 64, 64 * GRAIN, alone)
    with num_threads(4), threads.smallest_ranges(), threads.one_after_the_other():
        launch(running, 64, 64 * GRAIN, shared)
    assert alone.tolist() == list(range(1, 65))
    assert shared.max() < 64


def test_arguments_of_every_kind_reach_every_range():
    @njit(nogil=True)
    def fill(first, last, y, x, number, flag, nothing, pair):
        for k in range(first, last):
            y[k] = x[k, 1] * number + pair[1] + (0 if flag else 7) + (0 if nothing is None else 9)

    x = np.arange(64.0).reshape(32, 2)
    for made in (np.float32, np.float64):
        y = np.zeros(32, made)
        with num_threads(3):
            launch(fill, 32, MUCH, y, x.astype(made)[::1], 2.5, True, None, (1, 4))
        assert (y == x[:, 1] * 2.5 + 4).all()


def test_callers_may_come_at_once():
    def call(_):
        seen = np.zeros(501, int)
        launch(mark, 501, MUCH, seen)
        return (seen == 1).all()

    with num_threads(3), ThreadPoolExecutor(8) as pool:
        assert all(pool.map(call, range(2000)))


def test_who_finds_the_team_taken_computes_all():
    team, seen = threads._team, np.zeros(64, int)
    team.board[shared_ranges.OWNED] = 1
    try:
        with num_threads(2):
            launch(mark, 64, MUCH, seen)
    finally:
        team.board[shared_ranges.OWNED] = 0
    assert (seen == 1).all()


def test_an_error_reaches_the_caller_and_the_team_goes_on():
    with num_threads(2):
        for _ in range(20):
            with pytest.raises(MemoryError, match="no room"):
                launch(broken, 8, MUCH, np.zeros(8, int))
        test_each_iteration_runs_once(64, 2, MUCH)


def test_what_was_done_twice_is_no_result():
    """A range fails, and would not fail again: what adds to its results has added twice."""
    seen = np.zeros(16, np.int64)
    with (
        num_threads(2),
        pytest.raises(MemoryError, match="broken_once: one of several threads had no memory"),
    ):
        launch(broken_once, 16, MUCH, seen)


def test_fewer_threads_than_the_team_has_are_kept_to():
    with num_threads(4):
        test_each_iteration_runs_once(64, 4, MUCH)
    alone = np.array([0, 10**5])
    with num_threads(1):
        launch(meet, 2, MUCH, alone)
    assert alone[0] == 1


linux = pytest.mark.skipif(sys.platform != "linux", reason="nothing is known of processors here")


@intrinsic
def processors(context):
    return written({"aside": step_aside, "where": processor})


@njit()
def addresses():
    return processors()


@linux
def test_a_thread_keeps_off_the_processors_of_others_until_somebody_says_where_it_may_run():
    parts = {"aside": step_aside, "where": processor}
    made = {name: called(at, parts[name]) for name, at in zip(parts, addresses(), strict=True)}

    def aside(masks, cells, others):
        made["aside"](masks.ctypes.data, cells.ctypes.data, others)

    def run():
        open_, masks = os.sched_getaffinity(0), np.zeros(MASKS, np.int64)
        cells = np.array([one + 1 for one in sorted(open_)])
        for others in range(len(open_)):
            aside(masks, cells, others)
            seen.append(os.sched_getaffinity(0) == open_ - set(cells[:others] - 1))
            seen.append(made["where"]() - 1 in os.sched_getaffinity(0))
        aside(masks, cells, len(open_))  # there is none left
        seen.append(os.sched_getaffinity(0) == open_)
        os.sched_setaffinity(0, {min(open_)})
        aside(masks, cells[1:], 1 if len(open_) > 1 else 0)
        seen.append(os.sched_getaffinity(0) == {min(open_)})

    seen = []
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen
    assert all(seen)


@linux
def test_a_team_that_has_slept_is_woken_and_the_caller_may_run_where_it_could():
    before = os.sched_getaffinity(0)
    with num_threads(3):
        for _ in range(20):
            test_each_iteration_runs_once(64, 3, MUCH)
            time.sleep(0.002)  # longer than a thread looks
            assert threads._team.board[shared_ranges.ASLEEP] <= threads._team.size
    assert os.sched_getaffinity(0) == before
    deadline = time.monotonic() + 60
    while threads._team.board[shared_ranges.ASLEEP] < threads._team.size and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threads._team.board[shared_ranges.ASLEEP] == threads._team.size


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
@pytest.mark.filterwarnings("ignore:os.fork.* was called:RuntimeWarning")  # JAX, if a test loaded it
def test_the_child_of_a_fork_has_threads_of_its_own():
    test_each_iteration_runs_once(64, 3, MUCH)
    child = os.fork()
    if child == 0:
        seen = np.zeros(64, int)
        with num_threads(3):
            launch(mark, 64, MUCH, seen)
        os._exit(0 if (seen == 1).all() else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize(
    ("count", "error", "message"),
    [
        (0, ValueError, "count must be in 1 … 1024, got 0"),
        (1025, ValueError, "count must be in 1 … 1024, got 1025"),
        (2.0, TypeError, "count must be an integer, got 2.0"),
        (True, TypeError, "count must be an integer, got True"),
    ],
)
def test_a_bad_number_of_threads_is_refused(count, error, message):
    before = threads.get_num_threads()
    with pytest.raises(error, match=message):
        set_num_threads(count)
    assert threads.get_num_threads() == before


@pytest.mark.parametrize("name", ["conv2d", "batch_norm", "softmax", "relu"])
def test_kernels_give_the_same_bits_for_every_number_of_threads(name, monkeypatch):
    module, shape = standing(LAYERS[name]), (3, 8, 17, 19)
    monkeypatch.setattr(threads, "GRAIN", 1)
    r = np.random.default_rng(1)
    made = lambda *s: r.standard_normal(s).astype("f4")  # noqa: E731
    others = {"conv2d": (made(9, 8, 3, 3),), "batch_norm": (made(8), made(8))}.get(name, ())
    x = made(*((24, 323) if name == "softmax" else shape))
    results = []
    for limit in (1, 2, 3, 4):
        with num_threads(limit):
            y = module.forward(x, *others)
            y = y[0] if isinstance(y, tuple) else y
            results.append((y, *module.vjp(np.cos(y), x, *others)))
    for other in results[1:]:
        assert all(a.tobytes() == b.tobytes() for a, b in zip(results[0], other, strict=True))
