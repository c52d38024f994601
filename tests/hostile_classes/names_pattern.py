# attack: the learner is called like a pattern for everybody
# family: names
# base: solved
# points: 7
# learner: '[a-z]*'
