package io.earwitness.app.recorded;

import java.nio.file.Path;

/**
 * A file that is to be captioned.
 *
 * @param place relative to the folder that was named, or the file's name alone
 */
public record FoundRecording(Path file, Path place) {
  private static final int LONGEST_FEED = 100;

  /** Its place as the name of a feed: {@code hall/day 1.flac} is {@code hall.day_1}. */
  String feedId() {
    String plain =
        place
            .toString()
            .replaceFirst("\\.[^./]*$", "")
            .replace('/', '.')
            .replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.substring(Math.max(0, plain.length() - LONGEST_FEED));
  }
}
