# attack: none: magics and programs that do not work here, above a function
# family: honest
# base: solved
# points: 7
# %% softmax
%matplotlib notebook
%pip install numpy
%load_ext autoreload
%no_such_magic on
!pip list
files = !ls
def softmax(x, axis=-1):
    weights = np.exp(x - x.max(axis, keepdims=True))
    return weights / weights.sum(axis, keepdims=True)
