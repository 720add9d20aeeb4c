"""For those who write indicator sets: from a table, from a template, and what changed between two."""
