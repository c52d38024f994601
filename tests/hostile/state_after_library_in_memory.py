# attack: none: comes after the one that spoils NumPy
# family: state
# base: solved
# points: 7
