# attack: the learner is called like a pattern for a neighbour
# family: names
# base: blank
# points: 0
# learner: 'ursul?'
