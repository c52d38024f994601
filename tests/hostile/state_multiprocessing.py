# attack: hands its work to other processes, by each way that Python has
# family: state
# base: solved
# points: 7
# %% last
import multiprocessing

def work(_):
    open("CANARY/gradebook.db", "w").write("mine")

for method in ("fork", "spawn", "forkserver"):
    try:
        process = multiprocessing.get_context(method).Process(target=work, args=(0,))
        process.start()
        process.join(1)
    except Exception as error:
        print(error)
