"""The transforms of F(4, 3) and F(2, 5), along one axis: `source` from `at`, its vectors `step` apart, is
`width` wide; `target` from `to`, its vectors `apart` apart, becomes as wide.

Made by `chainrule generate`, version 0.1.0, at the points 0, 2, -2, 1/2, -1/2, infinity.  Do not edit.
"""

from numba import njit

from .lanes import fma, lanes, load, quotient, store

GROWTH = {3: (22.0, 8, 25.0, 8), 5: (29.5, 9, 19.0, 7)}
"""By the taps of an axis: how errors grow, and how often a value is rounded on its way; then both for the
gradient by the weights."""


@njit(nogil=True, cache=True, error_model="numpy")
def data(source, at, step, target, to, apart, width):
    """B = [1 0 -17/4 0 1 0], [0 -2 -1 8 4 0], [0 2 -1 -8 4 0], [0 -4 -8 1 2 0], [0 4 -8 -1 2 0], [0 1 0
    -17/4 0 1]
    """
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        x5 = load(source, at + 5 * step + z)
        s0 = fma(4.0, x4, -x2)
        s1 = fma(-2.0, x1, 8.0 * x3)
        s2 = fma(-8.0, x2, 2.0 * x4)
        s3 = fma(-4.0, x1, x3)
        store(target, to + z, fma(-4.25, x2, x0) + x4)
        store(target, to + apart + z, s0 + s1)
        store(target, to + 2 * apart + z, s0 - s1)
        store(target, to + 3 * apart + z, s2 + s3)
        store(target, to + 4 * apart + z, s2 - s3)
        store(target, to + 5 * apart + z, fma(-4.25, x3, x1) + x5)


@njit(nogil=True, cache=True, error_model="numpy")
def weights_3(source, at, step, target, to, apart, width):
    """G = [1 0 0], [1/120 1/60 1/30], [1/120 -1/60 1/30], [-4/15 -2/15 -1/15], [-4/15 2/15 -1/15], [0 0 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        s0 = fma(4.0, x2, x0)
        s1 = x1
        s2 = fma(4.0, x0, x2)
        s3 = x1
        store(target, to + z, x0)
        store(target, to + apart + z, quotient(1.0, 120.0, fma(2.0, s1, s0)))
        store(target, to + 2 * apart + z, quotient(1.0, 120.0, fma(-2.0, s1, s0)))
        store(target, to + 3 * apart + z, quotient(-1.0, 15.0, fma(2.0, s3, s2)))
        store(target, to + 4 * apart + z, quotient(-1.0, 15.0, fma(-2.0, s3, s2)))
        store(target, to + 5 * apart + z, x2)


@njit(nogil=True, cache=True, error_model="numpy")
def results_3(source, at, step, target, to, apart, width):
    """A' = [1 1 1 1 1 0], [0 2 -2 1/2 -1/2 0], [0 4 4 1/4 1/4 0], [0 8 -8 1/8 -1/8 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        x5 = load(source, at + 5 * step + z)
        s0 = x1 + x2
        s1 = x1 - x2
        s2 = x3 + x4
        s3 = x3 - x4
        store(target, to + z, s0 + s2 + x0)
        store(target, to + apart + z, fma(0.5, s3, 2.0 * s1))
        store(target, to + 2 * apart + z, fma(0.25, s2, 4.0 * s0))
        store(target, to + 3 * apart + z, fma(0.125, s3, fma(8.0, s1, x5)))


@njit(nogil=True, cache=True, error_model="numpy")
def results_back_3(source, at, step, target, to, apart, width):
    """A = [1 0 0 0], [1 2 4 8], [1 -2 4 -8], [1 1/2 1/4 1/8], [1 -1/2 1/4 -1/8], [0 0 0 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        s0 = fma(4.0, x2, x0)
        s1 = fma(8.0, x3, 2.0 * x1)
        s2 = fma(0.25, x2, x0)
        s3 = fma(0.125, x3, 0.5 * x1)
        store(target, to + z, x0)
        store(target, to + apart + z, s0 + s1)
        store(target, to + 2 * apart + z, s0 - s1)
        store(target, to + 3 * apart + z, s2 + s3)
        store(target, to + 4 * apart + z, s2 - s3)
        store(target, to + 5 * apart + z, x3)


@njit(nogil=True, cache=True, error_model="numpy")
def weights_back_3(source, at, step, target, to, apart, width):
    """G' = [1 1/120 1/120 -4/15 -4/15 0], [0 1/60 -1/60 -2/15 2/15 0], [0 1/30 1/30 -1/15 -1/15 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        x5 = load(source, at + 5 * step + z)
        s0 = x1 + x2
        s1 = x1 - x2
        s2 = x3 + x4
        s3 = x3 - x4
        store(target, to + z, quotient(1.0, 120.0, fma(120.0, x0, fma(-32.0, s2, s0))))
        store(target, to + apart + z, quotient(1.0, 60.0, fma(-8.0, s3, s1)))
        store(target, to + 2 * apart + z, quotient(1.0, 30.0, fma(30.0, x5, fma(-2.0, s2, s0))))


@njit(nogil=True, cache=True, error_model="numpy")
def weights_5(source, at, step, target, to, apart, width):
    """G = [1 0 0 0 0], [1/120 1/60 1/30 1/15 2/15], [1/120 -1/60 1/30 -1/15 2/15], [-4/15 -2/15 -1/15
    -1/30 -1/60], [-4/15 2/15 -1/15 1/30 -1/60], [0 0 0 0 1]
    """
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        s0 = fma(16.0, x4, fma(4.0, x2, x0))
        s1 = fma(4.0, x3, x1)
        s2 = fma(4.0, x2, fma(16.0, x0, x4))
        s3 = fma(4.0, x1, x3)
        store(target, to + z, x0)
        store(target, to + apart + z, quotient(1.0, 120.0, fma(2.0, s1, s0)))
        store(target, to + 2 * apart + z, quotient(1.0, 120.0, fma(-2.0, s1, s0)))
        store(target, to + 3 * apart + z, quotient(-1.0, 60.0, fma(2.0, s3, s2)))
        store(target, to + 4 * apart + z, quotient(-1.0, 60.0, fma(-2.0, s3, s2)))
        store(target, to + 5 * apart + z, x4)


@njit(nogil=True, cache=True, error_model="numpy")
def results_5(source, at, step, target, to, apart, width):
    """A' = [1 1 1 1 1 0], [0 2 -2 1/2 -1/2 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        x5 = load(source, at + 5 * step + z)
        s0 = x1 + x2
        s1 = x1 - x2
        s2 = x3 + x4
        s3 = x3 - x4
        store(target, to + z, s0 + s2 + x0)
        store(target, to + apart + z, fma(0.5, s3, fma(2.0, s1, x5)))


@njit(nogil=True, cache=True, error_model="numpy")
def results_back_5(source, at, step, target, to, apart, width):
    """A = [1 0], [1 2], [1 -2], [1 1/2], [1 -1/2], [0 1]"""
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        store(target, to + z, x0)
        store(target, to + apart + z, fma(2.0, x1, x0))
        store(target, to + 2 * apart + z, fma(-2.0, x1, x0))
        store(target, to + 3 * apart + z, fma(0.5, x1, x0))
        store(target, to + 4 * apart + z, fma(-0.5, x1, x0))
        store(target, to + 5 * apart + z, x1)


@njit(nogil=True, cache=True, error_model="numpy")
def weights_back_5(source, at, step, target, to, apart, width):
    """G' = [1 1/120 1/120 -4/15 -4/15 0], [0 1/60 -1/60 -2/15 2/15 0], [0 1/30 1/30 -1/15 -1/15 0], [0
    1/15 -1/15 -1/30 1/30 0], [0 2/15 2/15 -1/60 -1/60 1]
    """
    for z in range(0, width, lanes(source)):
        x0 = load(source, at + z)
        x1 = load(source, at + step + z)
        x2 = load(source, at + 2 * step + z)
        x3 = load(source, at + 3 * step + z)
        x4 = load(source, at + 4 * step + z)
        x5 = load(source, at + 5 * step + z)
        s0 = x1 + x2
        s1 = x1 - x2
        s2 = x3 + x4
        s3 = x3 - x4
        store(target, to + z, quotient(1.0, 120.0, fma(120.0, x0, fma(-32.0, s2, s0))))
        store(target, to + apart + z, quotient(1.0, 60.0, fma(-8.0, s3, s1)))
        store(target, to + 2 * apart + z, quotient(1.0, 30.0, fma(-2.0, s2, s0)))
        store(target, to + 3 * apart + z, quotient(-1.0, 30.0, fma(-2.0, s1, s3)))
        store(target, to + 4 * apart + z, quotient(-1.0, 60.0, fma(-60.0, x5, fma(-8.0, s0, s2))))
