"""From submitted workbooks to a ranking that a province can publish and defend."""

__version__ = "0.1.0"
