"""Make mutants of the reference from its syntax tree: one small change each.

A mutant's name is "function: before → after", the two being the smallest changed piece of source;
a piece that occurs several times in the function carries its number.
"""

import ast
import copy
import functools
import inspect
import itertools
from dataclasses import dataclass
from importlib import import_module

OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.FloorDiv: (ast.Mult, ast.Mod),
    ast.Mod: (ast.FloorDiv, ast.Mult),
    ast.MatMult: (ast.Mult, ast.Add),
}
COMPARISONS = {
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Eq, ast.Gt),
    ast.GtE: (ast.Gt, ast.LtE, ast.Eq, ast.NotEq),
    ast.Lt: (ast.LtE, ast.Gt, ast.Eq),
    ast.Gt: (ast.GtE, ast.Lt, ast.Eq),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
FUNCTIONS = {
    "max": ("min", "mean", "sum"),
    "sum": ("mean", "max", "prod"),
    "exp": ("exp2", "expm1", "abs"),
    "argmax": ("argmin", "max"),
    "std": ("var", "mean", "ptp"),
    "sqrt": ("square", "cbrt", "log"),
    "isneginf": ("isposinf", "isnan", "isfinite"),
    "standard_normal": ("random", "standard_exponential"),
    "arange": ("ones", "zeros"),
    "softmax": ("scaled_scores", "temperature_softmax"),
}


@dataclass(frozen=True)
class Mutant:
    """One changed function of the reference.

    Attributes
    ----------
    name : str
        "softmax: np.max → np.min".
    changed : str
        The name of the function that is changed.
    tree : ast.FunctionDef
        The changed definition.
    """

    name: str
    changed: str
    tree: ast.FunctionDef

    def function(self, name=None):
        """Return the function `name` (the changed one by default) as it is after the change.

        The whole reference runs anew with the one change in it, so that a function that uses the
        changed one is changed too.
        """
        namespace = {}
        for module in modules():
            body = [
                self.tree if getattr(node, "name", "") == self.changed else node
                for node in module.body
            ]
            code = compile(ast.Module(body, []), f"<mutant {self.name}>", "exec")
            exec(code, namespace)
        return namespace[name or self.changed]


@functools.cache
def modules():
    """Return the reference's modules as trees without relative imports, callees first."""
    names = ("library", "projection", "scoring", "scaling", "softmax", "attention", "multihead")
    files = [import_module(f"solutions.{name}") for name in names]
    trees = [ast.parse(inspect.getsource(file)) for file in files]
    for tree in trees:
        tree.body = [
            node for node in tree.body if not (isinstance(node, ast.ImportFrom) and node.level)
        ]
    return trees


def mutants_of(name):
    """Return every `Mutant` of the function `name`, each name once."""
    original = next(
        node for tree in modules() for node in tree.body if getattr(node, "name", "") == name
    )
    original = copy.deepcopy(original)
    original.body = original.body[1:]  # the docstring
    found = {ast.unparse(original): None}
    counts = {}
    for path, replacements in _sites(original):
        for replacement in replacements:
            tree = copy.deepcopy(original)
            before = _replace(tree, path, replacement)
            ast.fix_missing_locations(tree)
            code = ast.unparse(tree)
            if code in found:
                continue
            label = f"{name}: {before} → {_text(replacement)}"
            counts[label] = counts.get(label, 0) + 1
            if counts[label] > 1:
                label += f" #{counts[label]}"
            found[code] = Mutant(label, name, tree)
    return [mutant for mutant in found.values() if mutant is not None]


def users_of(name):
    """Return the names of the other functions that use `name`, directly or through others."""
    calls = {
        node.name: {leaf.id for leaf in ast.walk(node) if isinstance(leaf, ast.Name)}
        for tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    users, grown = set(), {name}
    while grown:
        grown = {user for user, used in calls.items() if used & (grown | users)} - users - {name}
        users |= grown
    return [user for user in calls if user in users]


def _text(piece):
    if piece is None:
        return "nothing"
    text = ast.unparse(piece).replace("\n", " ")
    return " ".join(text.split())


def _sites(node, path=()):
    """Yield (path, replacements) for every piece below `node`; a path leads through the fields."""
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.AST):
                continue
            place = (*path, (field, index if isinstance(value, list) else None))
            yield place, list(_changes(child))
            yield from _sites(child, place)


def _replace(tree, path, replacement):
    """Put `replacement` where `path` leads and return the text of what was there."""
    *way, (field, index) = path
    parent = tree
    for step, place in way:
        parent = getattr(parent, step) if place is None else getattr(parent, step)[place]
    if index is None:
        before = _text(getattr(parent, field))
        setattr(parent, field, replacement)
        return before
    pieces = getattr(parent, field)
    before = _text(pieces[index])
    pieces[index : index + 1] = [] if replacement is None else [replacement]
    if not pieces:
        pieces.append(ast.Pass())
    return before


def _changes(node):
    """Yield what may stand in the node's place; None removes a statement or an argument."""
    kind = type(node).__name__
    yield from globals().get(f"_change_{kind}", _no_change)(node)


def _no_change(node):
    return ()


def _like(node, **fields):
    changed = copy.deepcopy(node)
    for field, value in fields.items():
        setattr(changed, field, value)
    return changed


def _change_BinOp(node):
    for operator in OPERATORS.get(type(node.op), ()):
        yield _like(node, op=operator())
    yield node.left
    yield node.right
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv, ast.Mod)):
        yield _like(node, left=node.right, right=node.left)


def _change_Compare(node):
    for operator in COMPARISONS.get(type(node.ops[0]), ()):
        yield _like(node, ops=[operator()])


def _change_BoolOp(node):
    yield _like(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    yield from node.values


def _change_UnaryOp(node):
    if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        number = -node.operand.value
        for other in (number - 1, number + 1, -number):
            yield ast.parse(str(other), mode="eval").body
    else:
        yield node.operand


def _change_Constant(node):
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))


def _change_Name(node):
    same_kind = (
        {"X", "memory"},
        {"Q", "K", "V"},
        {"W_Q", "W_K", "W_V", "W_O"},
        {"query", "keys", "values"},
        {"weights", "values"},
        {"queries", "keys"},
        {"lengths_Q", "lengths_K"},
        {"unit_Q", "unit_K"},
        {"num_heads", "d_head", "d_model", "n"},
        {"x", "temperature"},
        {"exponentials", "allowed", "scores", "largest", "total"},
        {"heads", "weights"},
    )
    if isinstance(node.ctx, ast.Load):
        others = sorted(set().union(*(kind for kind in same_kind if node.id in kind)) - {node.id})
        yield from (ast.Name(other, ast.Load()) for other in others)
    if node.id == "n_samples":  # not the other way round: n_samples squared would not fit
        yield ast.Name("d_k", ast.Load())


def _change_Attribute(node):
    for other in FUNCTIONS.get(node.attr, ()):
        yield _like(node, attr=other)
    if node.attr == "inf":
        yield ast.Constant(1e9)


def _change_Call(node):
    if node.args:
        yield from (argument for argument in node.args if not isinstance(argument, ast.Starred))
    if isinstance(node.func, ast.Name):
        for other in FUNCTIONS.get(node.func.id, ()):
            yield _like(node, func=ast.Name(other, ast.Load()))
    for one, two in itertools.pairwise(range(len(node.args))):
        yield _like(node, args=_swapped(node.args, one, two))
    for index in range(len(node.keywords)):
        yield _like(node, keywords=node.keywords[:index] + node.keywords[index + 1 :])


def _change_Tuple(node):
    for one, two in itertools.pairwise(range(len(node.elts))):
        yield _like(node, elts=_swapped(node.elts, one, two))
    if isinstance(node.ctx, ast.Load):
        yield node.elts[0]
        for index in range(len(node.elts)):
            yield _like(node, elts=node.elts[:index] + node.elts[index + 1 :])


def _swapped(items, one, two):
    items = list(items)
    items[one], items[two] = items[two], items[one]
    return items


def _change_IfExp(node):
    yield _like(node, body=node.orelse, orelse=node.body)
    yield node.body
    yield node.orelse


def _change_If(node):
    yield None
    yield _like(node, test=ast.UnaryOp(ast.Not(), node.test))
    yield _like(node, test=ast.Constant(True))


def _change_Assign(node):
    yield None


def _change_Raise(node):
    yield ast.Pass()
    yield _like(node, exc=_like(node.exc, func=ast.Name("TypeError", ast.Load())))


def _change_Return(node):
    yield _like(node, value=None)
