"""Mistakes that are made on purpose.  In: a right program or kernel.  Out: others that differ in one place.

``of_formulas``  what can be changed in a derived formula, ``of_loops`` in the loops of its kernel
``mutants``      what a mutant is, and some of many, drawn by a seed
"""
