"""From what the chain rule leaves to the form an expert would write.

In goes a definition, with the ranges of its indices and the definitions of the forward; out comes the
definition in its best form and the trace of the rules that led there (``Simplifier``).

``normal_form``   what can always be said more simply: guards, Kronecker, Fubini, counted sums
``identities``    what the definitions of the forward say, turned round: folds and inversions
``factor``        the common factor of a sum, taken out
``search``        which of the forms that these reach costs least (``cost``)
"""

from derive.simplify.cost import complexity, cost
from derive.simplify.factor import collect
from derive.simplify.normal_form import Normaliser
from derive.simplify.search import Simplified, Simplifier

__all__ = ["Normaliser", "Simplified", "Simplifier", "collect", "complexity", "cost"]
