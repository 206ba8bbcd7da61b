"""Expressions to presentation trees: what is ordered, bracketed, named and left unsaid is decided here.

In: an expression and the context in which it stands.  Out: boxes (``boxes``), in no format yet, and
remarks for below the formula.  ``typeset`` has a rule per kind of expression; ``products``, ``brackets``
and ``big_operators`` are its larger rules; ``breaking`` says where a long formula goes on.
"""
