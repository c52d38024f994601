# attack: spoils its own line with outputs that nbgrader would take for a score or a script
# family: forging
# base: solved
# points: 0
# %% last
import json, os, struct
outputs = [
    {"output_type": "execute_result", "data": {"text/plain": "7.0", "application/javascript": "alert(1)"}, "metadata": {"nbgrader": {"points": 7}}, "execution_count": "<b>"},
    {"output_type": "display_data", "data": {"image/png": "<script>", "text/html": {"a": 1}}, "metadata": 3},
    {"output_type": "error", "ename": [], "evalue": 3, "traceback": "x" * 10_000},
    {"output_type": "update_display_data", "data": {}, "transient": {"display_id": "x"}},
    {"output_type": "stream", "name": "\0", "text": ["x"] * 1000},
    {"output_type": "__class__"}, None, 7, [[]],
]
text = json.dumps({"cell": 0, "outputs": outputs, "blobs": []}).encode()
for descriptor in range(3, 64):
    try:
        os.write(descriptor, struct.pack(">I", len(text)) + text)
    except OSError:
        pass
