"""Import of EnCLAP's published checkpoints: EnCodec 24 kHz, LAION-CLAP (fusion) and EnCLAP's BART, as one bundle."""
