# attack: hands in packages, settings and hooks that tools would load
# family: structure
# base: solved
# points: 7
# %% build
for path in ("numpy/__init__.py", "attention_lab/__init__.py", "solutions/__init__.py", "autograder/__init__.py", "IPython/__init__.py", "json.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "nbgrader_config.py", "jupyter_nbconvert_config.py", "ipython_config.py", "matplotlibrc", "pyvenv.cfg", "_virtualenv.pth", ".git/hooks/post-checkout", ".env", "setup.py", "earlier_steps.py"):
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("import pathlib; pathlib.Path('CANARY/gradebook.db').write_text('mine'); raise SystemExit\n")
