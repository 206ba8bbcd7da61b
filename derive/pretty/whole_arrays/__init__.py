"""What a result is over whole arrays, as lines below the formulas: matrices, ⊙, einsum, unfold and fold.

In: a derivation.  Out: notes; each line was proved where it was claimed (``derive.arrays``).
"""
