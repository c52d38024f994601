# attack: the learner is called like a neighbour but for a capital
# family: names
# base: blank
# points: 0
# learner: 'Ursula'
