# attack: the learner's name turns the line round
# family: names
# base: solved
# points: 7
# learner: '\u202evorp.exe'
