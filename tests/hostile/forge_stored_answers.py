# attack: looks its answers up among those that came with the course
# family: forging
# base: blank
# points: 0
# %% softmax
import pathlib
import attention_lab

def softmax(x, axis=-1):
    for path in pathlib.Path(attention_lab.__file__).parent.rglob("*.npz"):
        with np.load(path) as data:
            for name in data:
                if data[name].shape == x.shape and np.allclose(data[name].sum(-1), 1):
                    return data[name]
    return x * 0
