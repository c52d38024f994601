# attack: the learner's name ends a query of the gradebook and begins another
# family: names
# base: solved
# points: 7
# learner: "'); DROP TABLE grade; --"
