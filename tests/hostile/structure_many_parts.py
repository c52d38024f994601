# attack: ten million empty lists, each of which would become an object
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_text('{"metadata": [' + "[]," * 10_000_000 + '0], "cells": []}')
