"""The vocabulary: frozen types and their invariants; no files, no frames, no wording."""
