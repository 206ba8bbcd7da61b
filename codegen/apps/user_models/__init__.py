"""Benchmark data: layers as a user writes them, none of which anything in ``derive`` or ``codegen`` knows.

In: nothing.  Out: ``USER_MODELS``, each a layer, sizes to time it at and PyTorch's composition of operations.

``normalised``   norms, standardised weights, attention, a factorisation machine
``filters``      depthwise, involution, local attention, reflected, circular and separable filters
``sampled``      cosine transforms and sampling by hat functions
"""

from codegen.apps.user_models.entry import UserModel
from codegen.apps.user_models.filters import FILTERS
from codegen.apps.user_models.normalised import NORMALISED
from codegen.apps.user_models.sampled import SAMPLED

USER_MODELS: tuple[UserModel, ...] = (*NORMALISED, *FILTERS, *SAMPLED)

__all__ = ["USER_MODELS", "UserModel"]
