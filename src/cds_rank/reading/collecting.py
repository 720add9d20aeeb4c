"""What is collected while one file is read: the file, and the obstacles met on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cds_rank.model.observation import InputFile, Obstacle, ObstacleKind, Origin

FAR_COLUMNS: Final = 20
"""Content so many columns beyond the table is far from it, and none of its columns."""


@dataclass
class Reading:
    """One file being read; the only thing in this room that grows."""

    file: InputFile
    obstacles: list[Obstacle] = field(default_factory=list)

    def met(
        self,
        kind: ObstacleKind,
        sheet: str = "",
        cell: str = "",
        row: int = 0,
        facts: Mapping[str, str] | None = None,
        indicator: str = "",
    ) -> None:
        """Note an obstacle with its place."""
        self.obstacles.append(
            Obstacle(kind, Origin(self.file.name, sheet, cell), facts or {}, row, indicator)
        )

    def has_met(self, kind: ObstacleKind) -> bool:
        """Tell whether an obstacle of a kind was met."""
        return any(obstacle.kind is kind for obstacle in self.obstacles)
