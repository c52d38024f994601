# attack: asks the notebook's own magics for files of the grader
# family: leaks
# base: blank
# points: 0
# %% first
%load CANARY/solutions/softmax.py
# %% last
%run CANARY/solutions/softmax.py
# %% last
%pycat CANARY/solutions/softmax.py
# %% last
!cat CANARY/solutions/softmax.py /etc/passwd
# %% last
%%bash
cat CANARY/gradebook.db
# %% last
%env
# %% last
%sx cat CANARY/solutions/softmax.py
