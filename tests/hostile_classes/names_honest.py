# attack: none: a name with an accent, an apostrophe and spaces
# family: names
# base: solved
# points: 7
# learner: "Zo\xeb O'Neill-Garc\xeda 3"
# control: yes
