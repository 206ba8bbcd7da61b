"""Kernel to kernel: each pass is one verb and leaves a legal kernel behind."""
