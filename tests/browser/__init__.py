"""Pages as a reader meets them: drawn and used in a real browser."""
