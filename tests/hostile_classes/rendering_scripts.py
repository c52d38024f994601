# attack: text and outputs bring scripts in all the ways that browsers have had
# family: rendering
# base: solved
# points: 7
# %% last
from IPython.display import HTML, Markdown
scripts = (
    "<script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<details open ontoggle=alert(1)>x</details>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<form action=javascript:alert(1)><button>x</button></form>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<b title='`<img src=x onerror=alert(1)>`'>", "<base href='http://192.0.2.1/'>",
)
for script in scripts:
    for kind in (HTML, Markdown):
        display(kind(script))
    display(Markdown(f"[x]({script}) ![y]({script}) [z](<{script}>)\n\n`{script}`\n\n    {script}\n\n| {script} |\n|-|"))
    display({"text/latex": f"$\\href{{javascript:alert(1)}}{{x}}$ {script}"}, raw=True)
# %% explain-shift
<script>alert(1)</script> [x](javascript:alert(1)) [y](JaVaScRiPt&colon;alert(1)) <img src=x onerror=alert(1)> <svg onload=alert(1)>
