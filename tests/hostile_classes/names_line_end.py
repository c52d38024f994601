# attack: the learner's name ends the line and begins another
# family: names
# base: solved
# points: 7
# learner: 'eve\nursula: 0 of 7 points by checks.'
