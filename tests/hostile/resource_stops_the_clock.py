# attack: takes the alarm away, then never ends
# family: resources
# base: solved
# points: 7
# %% last
import signal
for number in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
