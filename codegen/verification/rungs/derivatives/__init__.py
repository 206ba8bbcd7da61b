"""Derivatives.  In: a case and a subject.  Out: how far the gradient is from a derivative found otherwise.

By dual numbers through the model (``dot_product``, ``formula``, ``forward_mode``), by a step into the complex
plane (``complex_step``), by differences that bound their own error (``finite_differences``, ``richardson``).
"""
