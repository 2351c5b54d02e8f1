"""Earwitness training: one model definition, the recipe that trains it, and its export to a bundle."""

import os

# Threads that spin while they wait cost a factor of ten as soon as other programs want the same cores.
# Has to be set before PyTorch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
