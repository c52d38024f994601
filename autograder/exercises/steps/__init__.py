"""How the functions are put together from steps, and the wrong versions of each step."""
