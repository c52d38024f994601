# attack: the learner is called like a neighbour but for a space
# family: names
# base: blank
# points: 0
# learner: 'ursula '
