# attack: two learners hand in one file by a hard link
# family: links
# base: solved
# points: 7
# says: links-hard: .*hard link
# %% build
import os
other = submitted / f"{learner.name}-too" / folder.name
other.mkdir(parents=True)
os.link(folder / name, other / name)
