# attack: learners' things have names of escapes and line ends
# family: odd files
# base: solved
# points: 7
# %% build
import os
for odd in (b"\x1b[2Jx", b"x\nursula: 0 of 7 points by checks.", b"\xffy"):
    os.makedirs(os.path.join(os.fsencode(learner), odd, b"05-softmax"))
    os.makedirs(os.path.join(os.fsencode(learner), b"05-softmax " + odd))
