# attack: patches the shell so that every cell succeeds with a number
# family: forging
# base: blank
# points: 0
# %% first
shell = type(get_ipython())
shell.run_cell = lambda self, *a, **k: None
shell.run = lambda self, source: [{"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1}]
