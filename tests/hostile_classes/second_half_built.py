# attack: folders have the names of what a grader leaves half built
# family: second run
# base: solved
# points: 7
# %% build
for odd in (".05-softmax.0123", ".05-softmax.0123.old", "05-softmax.lock"):
    (learner / odd).mkdir()
    (learner / odd / name).write_text("{}")
    (submitted / odd).mkdir()
