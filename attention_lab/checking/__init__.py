"""The engine of the checks: it runs, compares, recognises and explains."""
