# attack: functions return arrays of words, records, objects and times
# family: judge memory
# base: blank
# points: 0
# %% softmax
def softmax(*arguments, **named):
    kinds = (np.full(200_000, "x" * 20), np.zeros(200_000, [("a", "f8"), ("b", "i4")]), np.full(200_000, None), np.zeros(2_000_000, "M8[s]"), np.zeros(2_000_000, "S3"), np.zeros(3_000_000, "f2"))
    global calls
    calls = globals().get("calls", -1) + 1
    return kinds[calls % len(kinds)]
# %% temperature_softmax
def temperature_softmax(*arguments, **named):
    kinds = (np.full(200_000, "x" * 20), np.zeros(200_000, [("a", "f8"), ("b", "i4")]), np.full(200_000, None), np.zeros(2_000_000, "M8[s]"), np.zeros(2_000_000, "S3"), np.zeros(3_000_000, "f2"))
    global calls
    calls = globals().get("calls", -1) + 1
    return kinds[calls % len(kinds)]
# %% masked_softmax
def masked_softmax(*arguments, **named):
    kinds = (np.full(200_000, "x" * 20), np.zeros(200_000, [("a", "f8"), ("b", "i4")]), np.full(200_000, None), np.zeros(2_000_000, "M8[s]"), np.zeros(2_000_000, "S3"), np.zeros(3_000_000, "f2"))
    global calls
    calls = globals().get("calls", -1) + 1
    return kinds[calls % len(kinds)]
