"""Draws an exercise figure: skeleton in, card with a shaded person out."""
