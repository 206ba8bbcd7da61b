"""Identities.  In: a case and a subject.  Out: whether calls of a kernel obey a law that needs no oracle.

``metamorphic`` has the laws that the structure of a model implies; ``wrong_formulas`` asks whether the checks
themselves tell wrong formulas from right ones.
"""
