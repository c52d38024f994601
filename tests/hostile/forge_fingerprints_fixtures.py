# attack: looks its inputs up in the instant check's stored ones, and answers with the next array
# family: forging
# base: blank
# points: 0
# %% last
import pathlib
import attention_lab
stored = []
for path in sorted(pathlib.Path(attention_lab.__file__).parent.rglob("*.npz")):
    with np.load(path) as data:
        stored += [np.ravel(data[name]).astype(float) for name in data if data[name].dtype.kind in "fi"]

def softmax(x, axis=-1):
    flat = np.ravel(x).astype(float)
    for numbers in stored:
        for start in np.flatnonzero(np.isclose(numbers, flat[0], rtol=1e-6)):
            if np.allclose(numbers[start : start + flat.size].tolist(), flat.tolist()[: max(0, numbers.size - start)]):
                answer = numbers[start + flat.size : start + 2 * flat.size]
                if answer.size == flat.size:
                    return answer.reshape(x.shape)
    return np.zeros(x.shape)

temperature_softmax = lambda x, temperature, axis=-1: softmax(x)
masked_softmax = lambda scores, mask: softmax(scores)
