"""Long sums of generated layers: in go numbers of terms, out come errors beside those of PyTorch and JAX."""

from codegen.apps.long_sums.summation import CASES, LongSum, SumError, sums

__all__ = ["CASES", "LongSum", "SumError", "sums"]
