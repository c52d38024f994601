# attack: attaches to its parent as a debugger does
# family: leaks
# base: blank
# points: 0
# %% last
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.ptrace(16, os.getppid(), 0, 0), libc.ptrace(16, 1, 0, 0))
libc.process_vm_readv(os.getppid(), 0, 0, 0, 0, 0)
