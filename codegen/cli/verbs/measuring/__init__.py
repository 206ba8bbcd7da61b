"""Commands that measure, and that prepare what is measured: speed, digits, compilation, tuning."""
