# attack: the learner is called like the assignment
# family: names
# base: solved
# points: 7
# learner: '05-softmax'
