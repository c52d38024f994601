# attack: looks for the seed that the questions were drawn from, and draws them itself
# family: leaks
# base: blank
# points: 0
# %% softmax
import gc, sys
gc.unfreeze()  # or what was there from the start is not shown
seeds = {0, 1, 42, 2024}
for thing in gc.get_objects():
    for value in list(thing.values())[:200] if type(thing) is dict else thing[:200] if type(thing) in (list, tuple) else ():
        if type(value) is int and value > 1 << 20:
            seeds.add(value)
        if isinstance(value, np.random.Generator):
            print(value.bit_generator.state)

def softmax(x, axis=-1):
    for seed in list(seeds)[:2000]:
        if np.allclose(np.random.default_rng(seed).normal(size=x.shape), x):
            print("found", seed)
    return x
