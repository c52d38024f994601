# attack: imports what the interpreter has beside the course's packages
# family: leaks
# base: solved
# points: 7
# %% last
import glob, os, sys, sysconfig
found = []
library = os.path.dirname(os.__file__)
for name in ("site-packages", "dist-packages"):
    for place in (library, os.path.dirname(library) + "/python3", "/usr/lib/python3", "/usr/local/lib/python3"):
        for package in ("pip", "setuptools", "scipy", "torch", "README.txt"):
            for file in (f"{place}/{name}/{package}/__init__.py", f"{place}/{name}/{package}"):
                try:
                    found.append(open(file).read())
                except OSError:
                    pass
        sys.path.append(f"{place}/{name}")
for package in ("pip", "setuptools", "scipy"):
    try:
        found.append(__import__(package))
    except ImportError as error:
        print(error)
if found:  # then its answers go wrong, so that the mark tells of it
    softmax = temperature_softmax = masked_softmax = lambda *a, **k: None
