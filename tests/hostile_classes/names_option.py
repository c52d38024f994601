# attack: the learner is called like an option of the command
# family: names
# base: solved
# points: 7
# learner: '--force'
