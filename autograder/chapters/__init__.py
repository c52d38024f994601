"""One chapter, one source: the page, the notebook and the assignment.

``page`` renders ``book/NN-name.md`` for the book, ``notebook`` for nbgrader,
``release`` for the learner.
"""
