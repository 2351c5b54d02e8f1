package io.earwitness.app.recorded;

import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/**
 * What a recording says of itself before it is read.
 *
 * @param length as promised, or guessed from its size
 * @param tags names in lower case
 */
record Survey(Duration length, Map<String, String> tags) {
  /** Where nothing better is known: 128 kbit/s. */
  private static final long USUAL_BYTES_PER_SECOND = 16_000;

  /**
   * Looks at it.
   *
   * @throws MediaException if it is missing or can't be read as audio
   */
  static Survey of(FoundRecording recording) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(recording.file())) {
      long bytes = Files.size(recording.file());
      return new Survey(
          reader.promised().orElse(Duration.ofSeconds(bytes / USUAL_BYTES_PER_SECOND)),
          reader.tags());
    } catch (MediaException e) {
      throw e;
    } catch (IOException e) {
      throw new MediaException("%s can't be read: %s.".formatted(recording.file(), e), e);
    }
  }
}
