"""The form of a result that is read: what is cheapest to read, where arithmetic decides nothing.

In: a definition in the form that is computed.  Out: the same value in fewer signs on the page, with the
steps to it.  Each rule is an equation that holds for every admitted size; kernels never see its result.
"""
