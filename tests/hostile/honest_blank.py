# attack: none: nothing written
# family: honest
# base: blank
# points: 0
