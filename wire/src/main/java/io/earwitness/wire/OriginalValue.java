package io.earwitness.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A record's value as a dead letter holds it.
 *
 * @param kept the value, cut if it is over-long; {@code null} where there was none
 * @param bytes length of the whole value
 * @param sha256 of the whole value, lower-case hex
 */
public record OriginalValue(byte[] kept, long bytes, String sha256) {
  private static final byte[] NOTHING = {};

  /**
   * @param mostBytes longer values are cut to this length
   */
  public static OriginalValue of(byte[] value, int mostBytes) {
    byte[] whole = value == null ? NOTHING : value;
    byte[] kept = whole.length > mostBytes ? Arrays.copyOf(whole, mostBytes) : value;
    return new OriginalValue(kept, whole.length, HexFormat.of().formatHex(digest(whole)));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
