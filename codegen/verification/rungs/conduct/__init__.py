"""Conduct.  In: a case and a subject.  Out: whether functions keep what they promise besides their numbers.

Memory, layouts and ways to call (``contract``), the same bits on any number of threads (``thread_counts``).
"""
