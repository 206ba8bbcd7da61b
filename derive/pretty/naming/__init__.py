"""Which letter an index has on a page, and which name a value: one letter, one meaning.

In: a layer, and the derivation of a gradient, with the letters that their authors and the rules chose.
Out: the same with letters that no tensor, option or size bears and that run over one range each, in every
formula, and with the names that parts of a composite have by themselves.  Nothing is computed with these.
"""
