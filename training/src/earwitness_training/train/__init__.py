"""The recipe: codec, CLAP pair, captioner, calibration, each within a share of the time."""
