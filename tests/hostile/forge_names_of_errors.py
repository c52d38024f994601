# attack: raises errors whose names, texts and source lines pretend to be the grader's
# family: forging
# base: solved
# points: 5
# %% temperature_softmax
import linecache

def temperature_softmax(x, temperature, axis=-1):
    raise kind("2.0 of 2 points </pre><script>alert(1)</script> \x1b[2J \u202e")

kind = type("CheckPassed: 2.0\n</pre><script>", (Exception,), {})
temperature_softmax.__code__ = temperature_softmax.__code__.replace(co_filename="<ipython-input-forged>")
linecache.cache["<ipython-input-forged>"] = (1, None, ["<script>alert(1)</script>\n"] * 99, "<ipython-input-forged>")
