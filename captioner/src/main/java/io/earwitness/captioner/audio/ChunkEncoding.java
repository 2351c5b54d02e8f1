package io.earwitness.captioner.audio;

/** How a chunk's payload is encoded. Every chunk decodes alone. */
public enum ChunkEncoding {
  /** Interleaved signed 16-bit little-endian samples. */
  PCM_S16LE(2),
  /** Interleaved 32-bit little-endian IEEE floats, nominally −1 to 1. */
  PCM_F32LE(4),
  /** A native FLAC stream. */
  FLAC(0),
  /** An Ogg stream of Opus packets, pre-skip and end trimming included. */
  OPUS(0);

  private final int pcmSampleBytes;

  ChunkEncoding(int pcmSampleBytes) {
    this.pcmSampleBytes = pcmSampleBytes;
  }

  /** Bytes of one channel's sample in a PCM encoding; 0 for the compressed ones. */
  public int pcmSampleBytes() {
    return pcmSampleBytes;
  }
}
