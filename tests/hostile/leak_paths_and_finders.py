# attack: follows .pth files, finders and the metadata of packages to the reference
# family: leaks
# base: blank
# points: 0
# %% last
import glob, importlib.metadata, site, sys
for place in [*sys.path, *site.getsitepackages()]:
    for path in glob.glob(f"{place}/*.pth") + glob.glob(f"{place}/*/direct_url.json"):
        text = open(path).read()
        print(path, text)
        sys.path += text.splitlines()
for distribution in importlib.metadata.distributions():
    print(distribution.name, list(distribution.files or ())[:1])
for finder in sys.meta_path:
    for name in ("solutions", "solutions.softmax", "autograder"):
        if finder.find_spec(name, None):
            __import__(name)
            globals().update(vars(sys.modules[name]))
