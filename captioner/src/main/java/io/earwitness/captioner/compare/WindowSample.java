package io.earwitness.captioner.compare;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A share of all windows, the same ones wherever and whenever it is asked.
 *
 * @param share 0 to 1
 */
public record WindowSample(double share) implements Serializable {
  private static final double ALL = 1L << 32;

  /** Every window. */
  public static final WindowSample WHOLE = new WindowSample(1);

  public WindowSample {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of %s is outside 0 to 1".formatted(share));
    }
  }

  public boolean holds(String feedId, String sessionId, long windowIndex) {
    CRC32C hash = new CRC32C();
    String window = String.join("\0", feedId, sessionId, Long.toString(windowIndex));
    hash.update(window.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() < share * ALL;
  }
}
