# attack: rewrites every later cell's syntax tree
# family: forging
# base: blank
# points: 0
# %% first
import ast

class Nothing(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()

get_ipython().ast_transformers.append(Nothing())
