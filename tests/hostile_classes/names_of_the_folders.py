# attack: the learner is called like the instructor's folder
# family: names
# base: solved
# points: 7
# learner: 'source'
