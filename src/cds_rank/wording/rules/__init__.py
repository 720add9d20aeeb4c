"""The wording of the rules, a module for each family of codes."""
