"""The parts of EnCLAP (arXiv 2401.17690): RVQ codec, CLAP towers, BART."""
