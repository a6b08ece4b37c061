"""Gold sets, and the command that asks the product their questions."""
