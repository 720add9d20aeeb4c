"""The Excel report is alive: LibreOffice, given nothing but its formulas, comes to what the engine says."""
