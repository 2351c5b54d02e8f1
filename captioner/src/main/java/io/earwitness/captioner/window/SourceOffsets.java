package io.earwitness.captioner.window;

/**
 * Where a window's chunks lie on their topic, both ends inclusive.
 *
 * @param partition −1 where the chunks came from no topic
 */
public record SourceOffsets(String topic, int partition, long first, long last) {
  /** For windows cut from a file. */
  public static final SourceOffsets NONE = new SourceOffsets("", -1, -1, -1);
}
