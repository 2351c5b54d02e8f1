"""From PyTorch modules to the bundle that `docs/bundle.md` describes."""
