# attack: puts its own module where the runner imports the course's
# family: forging
# base: blank
# points: 0
# %% first
import sys, types
fake = types.ModuleType("attention_lab.checking.calls")
class Outcome:
    def __init__(self, *a, **k):
        self.kind, self.value, self.error, self.message, self.line, self.mutated = "value", np.zeros(3), "", "", "", ()
        self.points, self.passed = 2, True
fake.Outcome = fake.Call = fake.Seed = fake.Foreign = Outcome
fake.run_call = lambda *a: Outcome()
sys.modules["attention_lab.checking.calls"] = fake
import attention_lab
attention_lab.checking.calls = fake
class Finder:
    def find_spec(self, name, path=None, target=None):
        return None
sys.meta_path.insert(0, Finder())
