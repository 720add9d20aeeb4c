"""The methodology, a module per step: exact arithmetic; order and ties are decided here and nowhere else."""
