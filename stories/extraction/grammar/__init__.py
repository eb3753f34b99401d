"""The grammar that all rules share: clauses, what stands over them, and the hedges around telling words."""
