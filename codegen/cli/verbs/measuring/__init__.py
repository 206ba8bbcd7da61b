"""Commands that measure, and that prepare what is measured: the kernels' speed, their compilation, tuning."""
