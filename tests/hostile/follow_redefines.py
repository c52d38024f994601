# attack: binds softmax to itself again within the call
# family: following
# base: wrong
# points: 5
# %% temperature_softmax
def temperature_softmax(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("above 0")
    keep = globals()["softmax"]
    globals()["softmax"] = lambda *a: None
    globals()["softmax"] = keep
    return softmax(x / temperature, axis)
# %% masked_softmax
def masked_softmax(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    anything = mask.any(axis=-1, keepdims=True)
    hidden = np.where(mask, scores, -np.inf)
    return np.where(mask, softmax(np.where(anything, hidden, 0.0)), 0.0)
