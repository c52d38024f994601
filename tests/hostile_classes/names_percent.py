# attack: the learner is called like a field of another format
# family: names
# base: solved
# points: 7
# learner: '%(student)s%n%s'
