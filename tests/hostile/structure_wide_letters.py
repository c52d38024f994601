# attack: none: names in letters that Python takes for plain ones
# family: structure
# base: solved
# points: 7
# %% last
ｓｏｆｔｍａｘ = softmax
