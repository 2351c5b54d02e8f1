package io.earwitness.app.recorded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a recording began: as the file says of itself, else as its name says, else its length before
 * it was last modified.
 *
 * @param zone of times that name none
 */
record RecordedTime(ZoneId zone) {
  /** {@code 2026-03-01T22-00-05}, {@code 20260301_220005}, {@code 2026-03-01 22.00.05Z}, …. */
  private static final Pattern IN_NAME =
      Pattern.compile(
          "(?<!\\d)(\\d{4})[-_.]?(\\d{2})[-_.]?(\\d{2})[T_ .-]{1,3}"
              + "(\\d{2})[-_.:h]?(\\d{2})(?:[-_.:m]?(\\d{2}))?(?!\\d)(Z?)");

  /** Earlier ones are clocks that nobody set. */
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  /**
   * When it began.
   *
   * @param tags as the file says of itself, names in lower case
   * @param length of the recording
   * @throws IOException if the file is gone
   */
  Instant beginOf(Path file, Map<String, String> tags, Duration length) throws IOException {
    Optional<Instant> told = ofTags(tags).or(() -> ofName(file.getFileName().toString()));
    return told.isPresent()
        ? told.get()
        : Files.getLastModifiedTime(file).toInstant().minus(length);
  }

  private Optional<Instant> ofTags(Map<String, String> tags) {
    String broadcast = tags.get("origination_date") + "T" + tags.get("origination_time");
    return ofText(tags.getOrDefault("creation_time", "")).or(() -> ofText(broadcast));
  }

  private Optional<Instant> ofText(String text) {
    String iso = text.replace(' ', 'T');
    try {
      Instant at =
          iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).atZone(zone).toInstant();
      return Optional.of(at).filter(EARLIEST::isBefore);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> ofName(String name) {
    Matcher found = IN_NAME.matcher(name);
    while (found.find()) {
      String seconds = found.group(6) == null ? "00" : found.group(6);
      Optional<Instant> at =
          ofText(
              "%s-%s-%sT%s:%s:%s%s"
                  .formatted(
                      found.group(1),
                      found.group(2),
                      found.group(3),
                      found.group(4),
                      found.group(5),
                      seconds,
                      found.group(7)));
      if (at.isPresent()) {
        return at;
      }
    }
    return Optional.empty();
  }
}
