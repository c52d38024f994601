# attack: reads sources out of inspect, linecache and code objects in memory
# family: leaks
# base: blank
# points: 0
# %% last
import gc, inspect, linecache, sys, types
gc.unfreeze()  # or what was there from the start is not shown
for name, (_, _, lines, _) in list(linecache.cache.items())[:500]:
    if "softmax" in "".join(lines):
        print(name, "".join(lines)[:3000])
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and "softmax" in thing.__name__ and thing.__module__ != "__main__":
        print(thing.__module__, thing.__code__.co_consts, inspect.getsource(thing))
print([name for name in sys.modules if name.split(".")[0] in ("solutions", "autograder", "nbgrader")])
print(vars(sys.modules["__main__"]).keys())
