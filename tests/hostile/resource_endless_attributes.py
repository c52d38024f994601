# attack: shows an object that has every attribute, each as endless as itself
# family: resources
# base: solved
# points: 7
# %% last
class Everything:
    def __getattr__(self, name):
        return Everything()
    def __call__(self, *args, **kwargs):
        return Everything()
    def __iter__(self):
        return iter([self])
display(Everything())
Everything()
