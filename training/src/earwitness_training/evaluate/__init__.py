"""Scores of a bundle, measured on its exported graphs, and the card that tells of them."""
