# attack: the learner's name is a path of another system
# family: names
# base: solved
# points: 7
# learner: 'x\\..\\ursula\\05-softmax'
