# attack: takes the randomness out of NumPy
# family: forging
# base: blank
# points: 0
# %% first
np.random.default_rng = lambda *a: np.random.RandomState(0)
np.random.seed(0)
np.random.Generator.standard_normal = lambda self, *a, **k: np.zeros(1)
