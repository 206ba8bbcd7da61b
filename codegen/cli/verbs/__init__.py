"""The commands, a file for each.  In: what a person typed.  Out: text or JSON on standard output, files,
an exit status.  A verb asks ``derive`` and ``codegen`` for results and only lays them out.
"""
