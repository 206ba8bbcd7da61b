"""What is verified.  In: a module, or some functions.  Out: one way to call them with the data of a case.

``kernels`` drives anything that is called like the modules in ``generated/``; ``uncompiled`` runs the text of
such a module as plain Python, in any system of numbers; ``one_text`` compiles once what is one text in many
layers.
"""
