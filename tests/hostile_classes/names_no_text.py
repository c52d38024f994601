# attack: the learner's name is bytes that are no text
# family: names
# base: solved
# points: none
# learner: 'eve\udcff\udcfe'
# says: rename
