"""The book as Sphinx builds it: chapters as pages, and the pages that the checks write."""
