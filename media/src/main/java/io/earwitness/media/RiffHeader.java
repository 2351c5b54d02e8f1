package io.earwitness.media;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first eight bytes of a WAV file: FFmpeg forgets the promised size where it can't be true. */
final class RiffHeader {
  private static final int HEADER_BYTES = 8;
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  private RiffHeader() {}

  /** How many bytes the header promises beyond the file's end; 0 where it is no RIFF file. */
  static long missingBytes(Path file) throws IOException {
    long held = Files.size(file);
    if (held < HEADER_BYTES) {
      return 0;
    }
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      String kind = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
      long promised = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      // A recorder that was cut off, or writes to a pipe, never knew the size.
      boolean known = kind.equals("RIFF") && promised != UNKNOWN && promised != 0;
      return known ? Math.max(0, promised + HEADER_BYTES - held) : 0;
    }
  }
}
