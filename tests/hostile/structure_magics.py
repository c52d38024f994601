# attack: cells of HTML, JavaScript and programs in other languages
# family: structure
# base: solved
# points: 7
# %% first
%%javascript
alert(document.cookie)
# %% last
%%html
<script>alert(1)</script><iframe src="CANARY"></iframe>
# %% last
%%script sh
touch CANARY/new
# %% last
%%writefile CANARY/gradebook.db
mine
# %% last
%alias_magic t timeit
%timeit -n1 -r1 1
%autocall 2
# %% last
%%perl
print 1
