"""What a derivation is called: the recorded steps in the order of a lecture, and the shapes that are known.

In goes a backward pass and the input that is asked for; out comes a ``Derivation`` (``told``), with the
correlations and the slopes that a reader knows by name (``recognise``), each proved equal to the result
before it is said.  Nothing is derived here.
"""

from derive.explain.recognise import Recognised, recognise
from derive.explain.told import told

__all__ = ["Recognised", "recognise", "told"]
