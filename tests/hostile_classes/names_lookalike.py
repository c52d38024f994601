# attack: the learner's name is a neighbour's in other letters
# family: names
# base: blank
# points: 0
# learner: 'ur\u0455ula'
