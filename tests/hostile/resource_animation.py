# attack: shows an animation and a figure for each of a thousand steps
# family: resources
# base: solved
# points: 7
# %% last
import matplotlib.pyplot as plt
for count in range(1000):
    plt.figure()
    plt.plot(np.arange(count + 2))
plt.show()
