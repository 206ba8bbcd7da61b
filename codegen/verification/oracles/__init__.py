"""Other people's implementations.  In: a case.  Out: what they say to it, as arrays or as an outcome.

``torch_oracle`` asks PyTorch, where it is installed; the ``torch_*`` tables say what it calls each layer.
"""

from codegen.verification.oracles.torch_oracle import answer, applies, differential, installed

__all__ = ["answer", "applies", "differential", "installed"]
