"""The proof that checks and sandbox hold: the kill matrix and the corpus of attacks."""
