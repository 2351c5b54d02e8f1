package io.earwitness.captioner.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that follow from what they name, so that the same thing made twice has one id. */
public final class DerivedId {
  private static final int BYTES = 16;

  private DerivedId() {}

  /** The first 16 bytes of a SHA-256 over {@code parts}, as 32 hex digits. */
  public static String of(String... parts) {
    // NUL occurs in none of the parts, so no two different lists are spelled alike.
    byte[] digest = sha256().digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
