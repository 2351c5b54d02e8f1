package io.earwitness.captioner.event;

/** Deterministic caption ids, so that a repeated caption is recognised whatever made it again. */
public final class CaptionIds {
  private CaptionIds() {}

  /**
   * The id of the caption that a model gives a window: the first 16 bytes of a SHA-256, as 32 hex
   * digits.
   *
   * @param modelSha256 of the bundle
   */
  public static String of(String feedId, String sessionId, long windowIndex, String modelSha256) {
    return DerivedId.of(feedId, sessionId, Long.toString(windowIndex), modelSha256);
  }
}
