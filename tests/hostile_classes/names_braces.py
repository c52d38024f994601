# attack: the learner is called like a field of a format
# family: names
# base: solved
# points: 7
# learner: '{student_id}'
