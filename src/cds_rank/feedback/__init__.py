"""Outbound, back to the sender: what was found in files, in the formats that people and machines read."""
