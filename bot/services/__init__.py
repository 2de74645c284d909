"""Use cases: one function each. They decide, write, and return what happened."""
