"""Shell: arguments, clock, files, colours, exit codes; imports anything, nobody imports it."""
