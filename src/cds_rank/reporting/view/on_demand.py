"""Parts of a report that are made when somebody asks for them: of thousands of units few are drawn at a time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T], Generic[T]):
    """Items in order, each made when it is first asked for and then kept; by position, or by its key.

    make: makes the item of a key, the same every time.
    """

    def __init__(self, keys: Iterable[str], make: Callable[[str], T]) -> None:
        self._keys = tuple(keys)
        self._known = frozenset(self._keys)
        self._make = make
        self._made: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, position: int) -> T: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[T]: ...
    def __getitem__(self, position: int | slice) -> T | Sequence[T]:
        if isinstance(position, slice):
            return tuple(self.of(key) for key in self._keys[position])
        return self.of(self._keys[position])

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in order; nothing is made for them."""
        return self._keys

    def of(self, key: str) -> T:
        """Return the item with this key; KeyError when there is none."""
        if key not in self._known:
            raise KeyError(key)
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]
