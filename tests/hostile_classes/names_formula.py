# attack: the learner's name is a formula of a spreadsheet
# family: names
# base: solved
# points: 7
# learner: "=cmd|' calc'!A0"
