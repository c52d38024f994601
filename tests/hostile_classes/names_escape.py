# attack: the learner's name clears the screen and renames the window
# family: names
# base: solved
# points: 7
# learner: 'eve\x1b[2J\x1b]0;x\x07'
