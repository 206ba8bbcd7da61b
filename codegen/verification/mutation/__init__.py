"""Mutation: is the ladder worth its verdict?  In: a layer.  Out: its mutants, and which rung found each.

``planted``      a wrong kernel in the place of a right one, once the generator's proof has admitted it
``courses``      the rungs that it goes through, ``remembered`` what they need to know only once
``gradcheck``    a plain finite-difference check beside them
``equivalence``  why a mutant is alive: proved to be no fault, or a hole; ``same_value``, what a sum may do
``campaign``     all of this for a layer; ``kill_rates``, ``matrix_page`` say what came of it
"""

from codegen.verification.mutation.campaign import OPERATORS, Fate, campaign
from codegen.verification.mutation.kill_rates import as_json, by_operator, by_rung, markdown, overall

__all__ = ["OPERATORS", "Fate", "as_json", "by_operator", "by_rung", "campaign", "markdown", "overall"]
