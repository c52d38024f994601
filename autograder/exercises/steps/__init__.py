"""The wrong versions of single steps, from which the exercises' catalogues are put together."""
