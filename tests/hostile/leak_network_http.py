# attack: fetches a page
# family: leaks
# base: solved
# points: 7
# %% last
import urllib.request
urllib.request.urlopen("http://127.0.0.1:PORT/answers", timeout=2).read()
