# attack: takes the questions off the wire before the runner does, and answers them itself
# family: forging
# base: blank
# points: 0
# %% last
import json, os, struct, threading

def answer():
    for descriptor in range(3, 64):
        try:
            length = struct.unpack(">I", os.read(descriptor, 4))[0]
            header = json.loads(os.read(descriptor, length))
        except (OSError, ValueError, struct.error):
            continue
        sizes = header["blobs"]
        blobs = [os.read(descriptor, size) for size in sizes]
        for call in header["calls"]:
            array = dict(call["args"][0]["array"])
            data = blobs[array["blob"]]
            array["blob"] = 0
            text = json.dumps({"outcome": {"kind": "value", "value": {"array": array}, "error": "", "message": "", "line": "", "mutated": []}, "blobs": [len(data)]}).encode()
            os.write(descriptor, struct.pack(">I", len(text)) + text + data)

threading.Thread(target=answer, daemon=True).start()
