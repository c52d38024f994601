# attack: the folder for the assignment is a link to the machine's settings
# family: links
# base: blank
# points: 0
# hides: passwd|hostname|ssl
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to("/etc")
