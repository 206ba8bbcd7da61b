"""Facts of the lecture notes, each put to the proof.

In: a statement with both of its sides, one derived, one as the notes have it (``lectures``).
Out: whether it is established, and how: symbolically for all sizes, exactly at every point of a stated
box of sizes, or by a counterexample.  A right side is compared with what is derived, never computed with.
"""

from derive.facts.establish import Claim, Differs, Equality, Established, Fact, Finding, Numbers, Same

__all__ = ["Claim", "Differs", "Equality", "Established", "Fact", "Finding", "Numbers", "Same"]
