"""Products of matrices without the terms that lie in a margin: for contractions over padded planes.

Hand-written, knows no layer.  Where one side is read from a plane with zeros around it, a row at the border
has terms that are zero whatever the other side is: two taps in 21 of a window of 3 over 7 places, along each
axis.  Rows that lack the same terms are put together, and the tables of the terms shortened for them.

What is left out would have added zero, and terms are added in blocks that the whole sum has: results are bit
for bit those of ``contract``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .inlining import inlined
from .registers import PANEL, TILES, moved
from .routines import DONE, REALS, Elements, by_type, routine
from .vectors import contract

HEIGHT = TILES[PANEL]
"""Rows that share their terms."""
WORTH = 16
"""One of so many places in a margin pays for the tables."""
TIMES, SOME = 4, 32
"""So often places come again, at least, where terms are listed by it; and so many at a time."""
NARROW, ASKED = 48, 2
"""Columns from which on the tables pay: a term of fewer is little work; below ``ASKED`` it is always done."""
FIELD = 20
"""Bits of a place along an axis, of which the first is kept free: three axes fit into one number."""


@inlined
def _coded(place, depth, axes, end, least, most, high, rows, code, first, last):  # type: ignore[no-untyped-def]
    """Places along all axes as one number: of each term, the least and the greatest of each row.

    The answer is the greatest of all; 0 where few terms would be left out, or a field is too small.
    """
    whole, missing, fits = np.int64(0), 0.0, rows > HEIGHT
    for k in range(end):
        code[(k)] = 0
    for p in range(rows):
        first[(p)] = last[(p)] = 0
    for axis in range(axes):
        at, field = axis * depth, FIELD * axis
        low = top = place[at]
        for k in range(at, at + end):
            low, top = min(low, place[k]), max(top, place[k])
        wide, none = top - low, np.int64(0)
        whole += wide << field
        fits = fits and wide < 1 << (FIELD - 1)
        for k in range(end):
            code[(k)] += (place[at + k] - low) << field
        for p in range(rows):
            begin = min(max(least[axis * high + p] - low, 0), wide)
            until = max(min(most[axis * high + p] - low, wide), 0)
            none += begin + wide - until
            first[(p)] += begin << field
            last[(p)] += until << field
        missing += none / ((wide + 1) * rows)
    return whole if fits and missing * WORTH >= 1 else np.int64(0)


@inlined
def _in_order(first, last, rows, whole, order):  # type: ignore[no-untyped-def]
    """Rows that have the same terms one after the other, each kind in its old order.

    Those with all terms come first: they bring the other side into the cache, as it lies.
    """
    to = 0
    for p in range(rows):
        if first[(p)] == 0 and last[(p)] == whole:
            order[(to)] = p
            to += 1
    complete = to
    for p in range(rows):
        if first[(p)] != 0 or last[(p)] != whole:
            at, kind = to, first[(p)] + 3 * last[(p)]
            while at > complete and first[order[at - 1]] + 3 * last[order[at - 1]] > kind:
                order[at] = order[at - 1]
                at -= 1
            order[at] = p
            to += 1


@inlined
def _hull(first, last, order, begin, end, axes):  # type: ignore[no-untyped-def]
    """The least and the greatest place that one of some rows has."""
    low = top = np.int64(0)
    for axis in range(axes):
        ones = np.int64((1 << FIELD) - 1) << (FIELD * axis)
        least, most = ones, np.int64(0)
        for t in range(begin, end):
            least, most = min(least, first[order[t]] & ones), max(most, last[order[t]] & ones)
        low, top = low + least, top + most
    return low, top


@inlined
def _period(left_at, right_at, code, end, times, some):  # type: ignore[no-untyped-def]
    """After how many terms places come again, both sides evenly further on; 0, where they never do."""
    for many in range(1, end // times + 1):
        left, right, same, k = left_at[many] - left_at[0], right_at[many] - right_at[0], True, many
        while same and k < end:
            same = (
                code[(k)] == code[(k - many)]
                and left_at[k] - left_at[k - many] == left
                and right_at[k] - right_at[k - many] == right
            )
            k += 1
        if same:
            return many * ((some - 1) // many + 1)
    return 0


@inlined
def _listed(left_at, right_at, code, low, top, axes, begin, end, period, left, right):  # type: ignore[no-untyped-def]
    """The terms inside a box, from ``begin`` on; up to where in their tables."""
    to, rest, sign = begin, begin, np.int64(0)
    for axis in range(axes):
        sign += np.int64(1) << (FIELD * axis + FIELD - 1)
    for k in range(begin, min(end, begin + period)):
        rest = to if k - begin == (end - begin) % period else rest
        left[(to)], right[(to)] = left_at[k], right_at[k]
        to += ((((code[(k)] | sign) - low) & ((top | sign) - code[(k)])) & sign) == sign
    if end <= begin + period:
        return to
    some, until = to - begin, rest + (end - begin) // period * (to - begin)
    further, beyond = left_at[begin + period] - left_at[begin], right_at[begin + period] - right_at[begin]
    for k in range(to, until):
        left[(k)], right[(k)] = left[(k - some)] + further, right[(k - some)] + beyond
    return until


@inlined
def _back(c, row, order, rows, cols):  # type: ignore[no-untyped-def]
    """Each row of the target to its place."""
    for t in range(rows):
        while order[t] != t:
            o = order[t]
            for q in range(cols):
                c[t * row + q], c[o * row + q] = c[o * row + q], c[t * row + q]
            order[t], order[o] = order[o], o


def _inside(c, row, a, row_at, left_at, b, start, right_at, rows, cols, end, deep,
                     least, most, place, high, depth, axes, fewest, work):  # type: ignore[no-untyped-def]  # fmt: skip
    code, left, right, period = work, moved(work, depth), moved(work, 2 * depth + 1), 0
    first = moved(work, 3 * depth + 2)
    last, order, at = moved(first, high), moved(first, 2 * high), moved(first, 3 * high)
    whole = _coded(place, depth, axes, end, least, most, high, rows, code, first, last) if end > 0 else 0
    if whole > 0:
        least_times, at_a_time = (1, 1) if fewest == 0 else (TIMES, SOME)
        period = _period(left_at, right_at, code, end, least_times, at_a_time)
    if period == 0:
        contract(c, row, a, row_at, left_at, b, start, right_at, rows, cols, 0, end, deep)
        return DONE
    _in_order(first, last, rows, whole, order)
    for t in range(rows):
        at[t] = row_at[order[t]]
    for k in range(0, end, deep):
        until, p = min(end, k + deep), 0
        while p < rows:
            low, top = _hull(first, last, order, p, min(rows, p + HEIGHT), axes)
            q = p + HEIGHT
            while q < rows and _hull(first, last, order, q, min(rows, q + HEIGHT), axes) == (low, top):
                q += HEIGHT
            some, to = min(rows, q) - p, moved(c, p * row)
            if low == 0 and top == whole:
                contract(to, row, a, moved(at, p), left_at, b, start, right_at, some, cols, k, until, deep)
            else:
                there = _listed(left_at, right_at, code, low, top, axes, k, until, period, left, right)
                contract(to, row, a, moved(at, p), left, b, start, right, some, cols, k, there, deep)
            p = q
    _back(c, row, order, rows, cols)
    return DONE


_left_out = routine("left_out", "enettentnnnntttnnnnt", lambda element: _inside, elements=REALS)
"""What ``contract_inside`` is where there is enough to leave out: compiled when that is first so."""


def _contract_inside(c, row, a, row_at, left_at, b, start, right_at, rows, cols, end, deep,
                     least, most, place, high, depth, axes, fewest, work):  # type: ignore[no-untyped-def]  # fmt: skip
    if rows * cols * end >= fewest and (cols >= NARROW or fewest < ASKED):
        _left_out(c, row, a, row_at, left_at, b, start, right_at, rows, cols, end, deep,
                  least, most, place, high, depth, axes, fewest, work)  # fmt: skip
    else:
        contract(c, row, a, row_at, left_at, b, start, right_at, rows, cols, 0, end, deep)
    return DONE


def _contract_inside_loops(c, row, a, row_at, left_at, b, start, right_at, rows, cols, end, deep,
                           least, most, place, high, depth, axes, fewest, work):  # type: ignore[no-untyped-def]  # fmt: skip
    contract(c, row, a, row_at, left_at, b, start, right_at, rows, cols, 0, end, deep)
    return DONE


def _plain_contract_inside(
    target: Any, at: Any, row: int, left: Any, row_at: Any, left_at: Any, right: Any, start: int,
    right_at: Any, rows: int, cols: int, end: int, deep: int, least: Any, most: Any, place: Any,
    *_room: Any,
) -> None:  # fmt: skip
    """What the tables say is left out however little it is: checks by plain Python see a wrong table."""
    c, a, b = Elements(target, at), Elements(left), Elements(right)
    for p in range(rows):
        low, top = [int(e) for e in least[:, p]], [int(e) for e in most[:, p]]
        for q in range(cols):
            c[p * row + q] = 0
        for k in range(end):
            if all(low[axis] <= place[axis, k] <= top[axis] for axis in range(len(low))):
                value = a[row_at[p] + left_at[k]]
                for q in range(cols):
                    c[p * row + q] += value * b[start + right_at[k] + q]


contract_inside = routine(
    "contract_inside",
    "enettentnnnntttnnnnt",
    by_type(_contract_inside, _contract_inside_loops),
    _plain_contract_inside,
)
"""``contract_inside(target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, end, deep,
least, most, place, high, depth, axes, fewest, work)``

What ``contract`` gives for the terms from 0 on, where ``left`` is zero unless
``least[axis, p] <= place[axis, k] <= most[axis, p]`` along each of the axes.  The tables are ``high`` and
``depth`` long along an axis, ``work`` has room for ``3 depth + 4 high + 2`` numbers.  Of fewer than
``fewest`` products none is left out; where that is 0, terms are left out and listed by their period however
few they are, so that small cases go through all of it.  Plain Python leaves out always.
"""


__all__ = ["contract_inside"]
