"""The sealed record of a run: a result as JSON and back, its digest, and its tables as frames."""
