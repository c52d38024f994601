# attack: patches what turns its results into bytes
# family: forging
# base: blank
# points: 0
# %% first
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("inside."):
        for attribute in ("encode_outcome", "encode_array", "pack"):
            if hasattr(module, attribute):
                original = getattr(module, attribute)
                setattr(module, attribute, lambda *a, _o=original: _o(*a))
        if hasattr(module, "encode_outcome"):
            module.encode_outcome = lambda outcome, blobs: {"kind": "passed", "points": 2, "value": {"none": True}, "error": "", "message": "", "line": "", "mutated": []}
