package io.earwitness.media;

import java.time.Duration;
import java.util.Map;

/**
 * A live input, in FFmpeg's terms.
 *
 * @param address URL, or the name of a device; may hold a password: never shown
 * @param format FFmpeg's name of the input format, {@code ""} to find out
 * @param options of the format and the protocol
 * @param openPatience how long opening may take
 * @param readPatience how long nothing may come
 */
public record StreamInput(
    String address,
    String format,
    Map<String, String> options,
    Duration openPatience,
    Duration readPatience) {
  /**
   * Option of RTSP: it describes itself first, and plays only if there is sound in it. What a
   * server answers who is asked to play nothing tells nobody why.
   */
  public static final String INITIAL_PAUSE = "initial_pause";

  public StreamInput {
    options = Map.copyOf(options);
  }

  /** Without the address. */
  @Override
  public String toString() {
    return "StreamInput[%s]".formatted(format);
  }
}
