"""Programmes as a physiotherapist writes them: exercises, plans, advice, and what follows."""
