"""The helper: what takes too much is ended from outside, and the next task finds a fresh one."""

import os
import time

import pytest

from autograder.marking import bounded
from autograder.marking.bounded import MEMORY, Budget, Helper, Overrun, Raised, TooLong, run
from autograder.marking.caching import Kept

SMALL = Budget(cpu=0.3, wall=30, output=1_000)


def echo(task):
    return f"{task}!"


def whose(_task):
    return str(os.getpid())


def compute_for_ever(_task):
    while True:
        pass


def wait_for_ever(_task):
    time.sleep(1_000)


def take_memory(_task):
    return str(len(bytearray(2 * MEMORY)))


def take_some_memory(_task):
    return str(len(bytearray(MEMORY * 3 // 4)))


def say_much(count):
    return "x" * count


def refuse(task):
    raise ValueError(task)


def go(_task):
    os._exit(9)


def in_steps(at):
    for number in range(5):
        bounded.step(number)
        if number == at:
            compute_for_ever(None)
    return "done"


def test_a_task_is_done_in_another_process_that_stays():
    first, second = run(whose, 0, SMALL), run(whose, 0, SMALL)

    assert run(echo, "a", SMALL) == "a!"
    assert int(first) != os.getpid()
    assert first == second


@pytest.mark.parametrize(
    ("function", "budget", "reason"),
    [
        (compute_for_ever, SMALL, "0.3 seconds of computing"),
        (wait_for_ever, Budget(5, 0.2, 1_000), "0.2 seconds"),
        (take_memory, SMALL, "more memory"),
        (go, SMALL, "ended"),
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_task_is_not(function, budget, reason):
    before = run(whose, 0, SMALL)
    with pytest.raises(Overrun, match=reason):
        run(function, 0, budget)

    assert run(echo, "b", SMALL) == "b!"
    assert run(whose, 0, SMALL) != before


def test_what_comes_back_too_long_is_refused_by_its_length_and_the_helper_stays():
    before = run(whose, 0, SMALL)
    with pytest.raises(TooLong, match="1 kB"):
        run(say_much, 1_001, SMALL)

    assert run(say_much, 1_000, SMALL) == "x" * 1_000
    assert run(whose, 0, SMALL) == before


def test_an_exception_comes_back_as_one():
    with pytest.raises(Raised, match="ValueError: so"):
        run(refuse, "so", SMALL)


@pytest.mark.parametrize("at", [0, 3])
def test_the_step_that_took_too_long_is_told(at):
    budget = Budget(cpu=5, wall=60, output=100, step=0.2)
    with pytest.raises(Overrun, match=r"0\.2 seconds") as caught:
        run(in_steps, at, budget)

    assert caught.value.step == at
    assert run(in_steps, None, budget) == "done"


def test_steps_together_have_no_more_time_than_the_task():
    with pytest.raises(Overrun):
        run(in_steps, 4, Budget(cpu=0.3, wall=60, output=100, step=100))


def test_the_time_that_helpers_take_is_counted_where_they_are_ended_too():
    before = bounded.spent()
    with pytest.raises(Overrun):
        run(compute_for_ever, 0, SMALL)

    assert bounded.spent() - before == pytest.approx(0.3)


def test_a_helper_gives_way_to_a_fresh_one_when_it_has_grown():
    helper = Helper(take_some_memory)
    try:
        sizes = [helper(0, Budget(5, 60, 1_000)) for _ in range(4)]
    finally:
        helper.close()

    assert len(set(sizes)) == 1


def test_a_fork_of_this_process_does_not_use_its_helper():
    mine = run(whose, 0, SMALL)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, run(whose, 0, SMALL).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with open(reading) as file:
        its = file.read()

    assert its not in ("", mine)
    assert run(whose, 0, SMALL) == mine


def test_what_is_kept_is_bounded_by_its_size_and_the_last_asked_for_stays():
    kept = Kept(1_000)
    for number in range(500):
        kept.put(f"{number:04}", "x" * 50)
        kept.get("0000")

    assert kept.size <= 1_000
    assert kept.get("0000")
    assert kept.get("0499")
    assert kept.get("0001") is None
    assert kept.put("long", "x" * 900) == "x" * 900
    assert kept.get("long") is None
