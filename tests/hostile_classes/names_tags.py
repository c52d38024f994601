# attack: the learner's name is a tag that runs something
# family: names
# base: solved
# points: 7
# learner: '<img src=x onerror=alert(1)>'
