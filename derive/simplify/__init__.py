"""From what the chain rule leaves to the form an expert would write.

In goes a definition, with the ranges of its indices and the definitions of the forward; out comes the
definition in its best form and the trace of the rules that led there (``Simplifier``).

``normal_form``   what can always be said more simply: the engine that walks the ``table`` of ``rules``
``identities``    what the definitions of the forward say, turned round: folds and inversions (``solve``)
``factor``        the common factor of a sum, taken out where that is safe (``safety``)
``search``        which of the forms that these reach costs least (``cost``), and what was chosen

To add a rule: a short function in ``rules`` (or ``sum_rules``), an entry with its law, its condition and an
example in ``table``; ``tests/test_rules.py`` then tries it on its example and on random terms.
"""

from derive.simplify.cost import complexity, cost
from derive.simplify.factor import collect
from derive.simplify.normal_form import Normaliser
from derive.simplify.rules import Context, Rule, Sum
from derive.simplify.search import Simplified, Simplifier
from derive.simplify.table import GUARD_RULES, NODE_RULES, SUM_RULES

__all__ = [
    "GUARD_RULES", "NODE_RULES", "SUM_RULES", "Context", "Normaliser", "Rule", "Simplified", "Simplifier",
    "Sum", "collect", "complexity", "cost",
]  # fmt: skip
