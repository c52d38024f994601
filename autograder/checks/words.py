"""What each misconception is called, in a learner's words.

``WORDS[slug]`` is a pair of sentences: what happened, and the idea behind it. Neither says how to
write the answer. A check may give its own pair where a function calls for other words.
"""

WORDS = {
    "softmax-wrong-axis": (
        "The rows of your weights do not add up to 1, but the columns do.",
        "Each query shares out its reading among the keys, so every row makes one whole.",
    ),
}
