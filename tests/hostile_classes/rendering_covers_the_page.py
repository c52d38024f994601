# attack: a link takes the page's own classes and covers all of it
# family: rendering
# base: solved
# points: 7
# hides: class="[^"]*(mallory|modal|navbar)
# %% last
from IPython.display import HTML, Markdown
display(HTML("<a class='mallory-covers modal show' href='https://192.0.2.1/'><div class='mallory-covers modal-backdrop'>log in again</div></a>"))
display(Markdown("<a class='mallory-covers navbar-fixed-top' href='https://192.0.2.1/'>log in again</a>"))
# %% explain-shift
<div class="mallory-covers jp-Cell"><a class="mallory-covers modal show" href="https://192.0.2.1/">log in again</a></div>
