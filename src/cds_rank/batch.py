"""Many items on several processes: results in order, and an item that breaks its process costs only itself."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")

_LARGEST_CHUNK = 32  # items sent to a process at once
_MOST_MEMORY = 4 << 30  # bytes of address space of one process
_CHUNK = 16  # items tried together after a process died, before they are tried one by one


def in_processes(
    work: Callable[[Item], Done],
    items: Sequence[Item],
    jobs: int,
    when_it_breaks: Callable[[Item, str], Done],
) -> Iterator[Done]:
    """Give `work(item)` for every item, in the order of the items, worked on by `jobs` processes.

    when_it_breaks: what stands for an item whose process died (out of memory, killed, crashed in C), with the
    reason. Whatever `work` raises is raised here, when the others are done. The pool is joblib's, whose
    backend may be an existing Dask or Ray cluster.
    """
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    done = 0
    try:
        for result in _pooled(work, items, jobs):
            yield result
            done += 1
    except _died() as error:
        yield from _carefully(work, items[done:], jobs, when_it_breaks, _CHUNK, str(error))
    finally:
        _send_home()


def _pooled(work: Callable[[Item], Done], items: Sequence[Item], jobs: int) -> Iterator[Done]:
    from joblib import Parallel, delayed

    # Chunks: `work` may carry an indicator set with it, which costs more to send than most items.
    size = max(1, min(_LARGEST_CHUNK, len(items) // (4 * jobs)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    pool = Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="4*n_jobs", batch_size=1)
    raised: Exception | None = None
    for results, error in pool(delayed(_each)(work, chunk) for chunk in chunks):
        # A pool that is left while it works stumbles over its own feet: let it come to its end first.
        raised = raised or error
        if raised is None:
            yield from results
    if raised is not None:
        raise raised


def _each(work: Callable[[Item], Done], items: Sequence[Item]) -> tuple[list[Done], Exception | None]:
    _limit_memory()
    try:
        return [work(item) for item in items], None
    except Exception as error:
        return [], error


def _limit_memory() -> None:
    """Let a process that asks for absurd amounts of memory fail by itself, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _died() -> type[BaseException]:
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    error: type[BaseException] = TerminatedWorkerError
    return error


def _send_home() -> None:
    """Let the processes end now: they hold our streams, and whoever reads those would wait for minutes."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)


def _carefully(
    work: Callable[[Item], Done],
    items: Sequence[Item],
    jobs: int,
    when_it_breaks: Callable[[Item, str], Done],
    chunk: int,
    reason: str,
) -> Iterator[Done]:
    """Try small chunks, and of a chunk that breaks its pool each item in a pool of its own."""
    for start in range(0, len(items), chunk):
        part = items[start : start + chunk]
        try:
            results = list(_pooled(work, part, max(jobs, 2)))  # one process would be this one
        except _died() as error:
            if len(part) == 1:
                yield when_it_breaks(part[0], type(error).__name__)
            else:
                yield from _carefully(work, part, jobs, when_it_breaks, 1, reason)
        else:
            yield from results
