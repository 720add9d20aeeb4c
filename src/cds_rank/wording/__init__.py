"""Words: everything a reader sees, written in Vietnamese and translated by gettext catalogues."""
