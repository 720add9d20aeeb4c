"""Reports: what is said of a result, in which order and words, and the files it is drawn into."""
