# attack: floods the error stream, the log and the warnings
# family: resources
# base: solved
# points: 7
# %% last
import logging, sys, warnings
while True:
    sys.stderr.write("x" * 1000 + "\r")
    logging.error("x" * 1000)
    warnings.warn("x" * 1000)
