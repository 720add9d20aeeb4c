"""Pure rules: submissions and the set in, findings out; admission decides what may be scored."""
