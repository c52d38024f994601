# attack: none: softmax along the wrong axis, and what builds on it
# family: honest
# base: wrong
# points: 5
