# attack: the learner's name is dots
# family: names
# base: solved
# points: 7
# learner: '...'
