"""Work on several processes: the order kept, nothing lost, and an item that breaks its process costs only itself."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from cds_rank.batch import in_processes

Work = Callable[[int], str]


def broken(item: int, reason: str) -> str:
    assert reason
    return f"{item} broke"


def squared(item: int) -> str:
    return f"{item}² = {item * item}"


def slower_first(item: int) -> str:
    time.sleep(0.05 if item % 8 == 0 else 0)
    return str(item)


def where(item: int) -> str:
    return str(os.getpid())


def leaves(item: int) -> str:
    if item in {3, 40}:
        os._exit(7)
    return squared(item)


def is_killed(item: int) -> str:
    if item == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return squared(item)


def wants_too_much(item: int) -> str:
    """Ask for more memory than any file is worth; caught as the checks catch everything."""
    try:
        return str(len(bytearray(1 << 40))) if item == 2 else squared(item)
    except MemoryError:
        return f"{item} out of memory"


def raises(item: int) -> str:
    if item == 4:
        raise LookupError("four")
    return squared(item)


def done(work: Work, items: list[int], jobs: int) -> list[str]:
    return list(in_processes(work, items, jobs, broken))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_the_order_of_the_items(jobs: int) -> None:
    assert [str(item) for item in range(40)] == done(slower_first, list(range(40)), jobs)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 63, 130])
def test_two_processes_give_what_one_gives(count: int) -> None:
    items = list(range(count))

    assert done(squared, items, 1) == done(squared, items, 2)


@pytest.mark.parametrize("jobs", [0, 1, 2])
@pytest.mark.parametrize("items", [[], [9]])
def test_nothing_and_one_item_need_no_other_process(items: list[int], jobs: int) -> None:
    assert all(place == str(os.getpid()) for place in done(where, items, jobs))


def test_many_items_are_worked_on_elsewhere() -> None:
    assert str(os.getpid()) not in done(where, list(range(20)), 2)


def test_an_item_that_ends_its_process_costs_only_itself() -> None:
    items = list(range(50))
    expected = [f"{item} broke" if item in {3, 40} else squared(item) for item in items]

    assert expected == done(leaves, items, 2)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_an_item_whose_process_is_killed_costs_only_itself() -> None:
    items = list(range(12))
    expected = ["5 broke" if item == 5 else squared(item) for item in items]

    assert expected == done(is_killed, items, 2)


def test_an_item_that_breaks_every_process_is_told_of_when_it_is_the_only_kind() -> None:
    assert done(leaves, [3, 3], 2) == ["3 broke", "3 broke"]


def test_asking_for_absurd_memory_is_an_error_in_its_own_process() -> None:
    expected = [f"{item} out of memory" if item == 2 else squared(item) for item in range(6)]

    assert expected == done(wants_too_much, list(range(6)), 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised(jobs: int) -> None:
    with pytest.raises(LookupError, match="four"):
        done(raises, list(range(12)), jobs)


def test_results_come_while_others_are_still_worked_on() -> None:
    """Progress is shown from them: the first may not wait for the last."""
    results = in_processes(slower_first, list(range(64)), 2, broken)

    assert next(results) == "0"
    assert sum(1 for _ in results) == 63
