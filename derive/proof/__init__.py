"""One decision procedure for inequalities between integers with symbolic sizes.

In goes a question: an expression ``e``, the ranges of its indices, facts, and limits of the search
(``Ranges.ask``).  Out comes an answer: ``e >= 0`` is *proved*, or it is not, and why not.

**Language.**  Sums and products of integers, sizes (at least 1), options (at least 0), indices with one or
several lower and upper ends, ``n // d``, ``n mod d``, least solutions of ``d u = r (mod m)``, greatest common
divisors, ``|a|``, maxima, minima, and elements of integer data with a declared range (which may hold -1,
where it says so).  Facts are such expressions, known to be ``>= 0``.  A quotient ``a / b`` is the number
that it is.  What else stands in an expression (a sine, an element of real data) is a number of which only its
sign may be known.

**Laws.**  Each is a function of ``laws`` with its statement; those of the polynomials are in ``natural``:

=====================  =====================================================================================
index                  ``lo <= z <= hi`` for each of its ends, and for each fact that mentions ``z`` once
exact quotient         ``⌊n/d⌋ + r >= 0  iff  n + d r >= 0``;  ``r - ⌊n/d⌋ >= 0  iff  d (r+1) - 1 - n >= 0``
quotient               ``(n-d+1)/d <= ⌊n/d⌋ <= n/d``;  ``n >= 0 ⟹ ⌊n/d⌋ >= 0``;  ``n < q d ⟹ ⌊n/d⌋ < q``;
                       ``⌊s / gcd(s, t)⌋ >= 1``
remainder              ``0 <= n mod d <= d - 1``, and the same for least solutions modulo ``d``;
                       ``n >= 0 ⟹ n mod d <= n``
divisor                ``1 <= gcd(a, b) <= a, b``
data                   ``0 <= t <= bound - 1`` (from -1 where there may be none), and the facts about ``t``;
                       with an exempt number ``e`` only where a condition says ``t != e``
extremes               ``|a| = max(0, a, -a)``; above a maximum means above one of its arguments or all
rounding               ``g q + c >= 0  iff  q + ⌊c/g⌋ >= 0``
coefficients           ``Σ c m >= 0`` where no ``c`` is negative, each size written as 1 plus a natural number
facts                  ``p >= 0`` where ``p - m f >= 0`` for a fact ``f`` and a monomial ``m >= 0``
=====================  =====================================================================================

Divisors have to be *proved* positive before a law about them is used.

**Limits.**  The procedure is sound and not complete: one atom after the other gives way, the innermost index
first, and is not tried again in another order; a product of two indices is bounded only where the sign of one
of them is known.  ``Limits`` bounds the length of a branch, the number of facts used together and the points
that are tried for a counterexample; an answer that a limit cut short says so.

An answer depends on the question alone: what is remembered belongs to one *setting* (ranges, facts, data that
may hold -1, limits), with the steps that were left.  Counterexamples only ever say *not proved*.
"""

from derive.proof.implied import implied
from derive.proof.question import Answer, Limits, Range
from derive.proof.ranges import Ranges
from derive.proof.size_facts import exact_division_facts, size_facts

__all__ = ["Answer", "Limits", "Range", "Ranges", "exact_division_facts", "implied", "size_facts"]
