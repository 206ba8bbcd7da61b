"""Presentation trees and documents in a format: in go boxes, out come strings.

Formulas: ``text`` (a line), ``grid`` (stacked, for a terminal), ``latex``, ``mathml``.
Documents: ``page`` (terminal), ``latex``, ``html``, ``structured`` (JSON); ``prose`` sets running text.
"""
