# attack: draws an enormous figure
# family: resources
# base: solved
# points: 7
# %% last
import matplotlib.pyplot as plt
plt.figure(figsize=(2000, 2000), dpi=300)
plt.plot([0, 1])
plt.show()
