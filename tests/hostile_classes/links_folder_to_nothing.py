# attack: the folder for the assignment is a link that leads nowhere
# family: links
# base: solved
# points: 0
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to("nowhere")
