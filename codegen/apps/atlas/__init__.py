"""A web site of the layers: in go models and what was found out about them, out come files for a browser.

Nothing is asked of a network when the site is read, and no server is needed; ``publish`` writes it whole or
not at all.  ``in_browser`` is what the playground runs: it stands on ``derive`` alone.
"""
