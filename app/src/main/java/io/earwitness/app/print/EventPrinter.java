package io.earwitness.app.print;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.topology.json.AlertJson;
import io.earwitness.topology.json.CaptionJson;
import io.earwitness.topology.json.SoundEventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes events, each on one line. Safe for use by several threads. */
public interface EventPrinter {
  String caption(CaptionEvent event);

  String feedEvent(FeedEvent event);

  String deadLetter(DeadLetter letter);

  String soundEvent(SoundEvent event);

  String alert(Alert alert);

  /** For people, with times by the clock of {@code zone}. */
  static EventPrinter text(ZoneId zone) {
    return new Text(zone, session -> false, feed -> Optional.empty());
  }

  /**
   * For people.
   *
   * @param isFile whether a session plays a file: its captions are told by the position in it, all
   *     else by the clock of {@code zone}
   * @param beginOfFile when the file that a feed plays began, by the feed's clock: its alerts are
   *     told by the position in it
   */
  static EventPrinter text(
      ZoneId zone, Predicate<String> isFile, Function<String, Optional<Instant>> beginOfFile) {
    return new Text(zone, isFile, beginOfFile);
  }

  /** For programs: one object of JSON a line. */
  static EventPrinter json() {
    return new Objects(false);
  }

  /** As {@link #json()}; captions with their CLAP embeddings. */
  static EventPrinter jsonWithEmbeddings() {
    return new Objects(true);
  }

  /** Constants are told as words: {@code session began}. */
  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** For people. */
  record Text(
      ZoneId zone, Predicate<String> isFile, Function<String, Optional<Instant>> beginOfFile)
      implements EventPrinter {
    @Override
    public String caption(CaptionEvent event) {
      return "%-17s  %-10s %s"
          .formatted(span(event), event.feedId(), CaptionText.of(event.captioning()));
    }

    private String span(CaptionEvent event) {
      return isFile.test(event.sessionId())
          ? Times.span(
              event.rate().durationOf(event.firstSample()),
              event.rate().durationOf(event.endSample()))
          : Times.span(event.begin(), event.end(), zone);
    }

    @Override
    public String feedEvent(FeedEvent event) {
      return "%s  %-10s %s: %s"
          .formatted(
              Times.clock(event.at(), zone), event.feedId(), words(event.kind()), event.detail());
    }

    @Override
    public String soundEvent(SoundEvent event) {
      Instant until = event.end().orElse(event.lastHeard());
      return "%-17s  %-10s %-7s %s  [%.2f, peak %.2f, %d %s%s]"
          .formatted(
              Times.span(event.begin(), until, zone),
              event.feedId(),
              words(event.phase()),
              event.label().replace('_', ' '),
              event.confidence(),
              event.peakConfidence(),
              event.captionCount(),
              event.captionCount() == 1 ? "caption" : "captions",
              event.phase() == SoundEvent.Phase.ENDED ? ", " + words(event.endedBy()) : "");
    }

    @Override
    public String alert(Alert alert) {
      return "%-17s  %-10s %s".formatted(span(alert), alert.feedId(), AlertText.of(alert));
    }

    private String span(Alert alert) {
      Optional<Instant> file =
          beginOfFile.apply(alert.feedId()).filter(begin -> !alert.begin().isBefore(begin));
      if (file.isPresent()) {
        Duration begin = Duration.between(file.get(), alert.begin());
        return alert
            .end()
            .map(end -> Times.span(begin, Duration.between(file.get(), end)))
            .orElseGet(() -> Times.at(begin));
      }
      return alert
          .end()
          .map(end -> Times.span(alert.begin(), end, zone))
          .orElseGet(() -> Times.clock(alert.begin(), zone));
    }

    @Override
    public String deadLetter(DeadLetter letter) {
      return "%s  %-10s %s: %s (%s-%d at %d, %d bytes)"
          .formatted(
              Times.clock(letter.failedAt(), zone),
              letter.feedId() == null ? "?" : letter.feedId(),
              words(letter.reason()),
              letter.sentence(),
              letter.topic(),
              letter.partition(),
              letter.offset(),
              letter.valueBytes());
    }
  }

  /** For programs. */
  record Objects(boolean embeddings) implements EventPrinter {
    @Override
    public String caption(CaptionEvent event) {
      return Json.line(CaptionJson.of(event, embeddings));
    }

    @Override
    public String feedEvent(FeedEvent event) {
      return Json.line(
          Json.object()
              .put("eventId", event.eventId())
              .put("feed", event.feedId())
              .put("session", event.sessionId())
              .put("kind", event.kind().name())
              .put("firstSample", event.firstSample())
              .put("endSample", event.endSample())
              .put("at", event.at().toString())
              .put("observedAt", event.observedAt().toString())
              .put("detail", event.detail()));
    }

    @Override
    public String soundEvent(SoundEvent event) {
      return Json.line(SoundEventJson.of(event));
    }

    @Override
    public String alert(Alert alert) {
      return Json.line(AlertJson.of(alert));
    }

    @Override
    public String deadLetter(DeadLetter letter) {
      return Json.line(
          Json.object()
              .put("topic", letter.topic())
              .put("partition", letter.partition())
              .put("offset", letter.offset())
              .put("feed", letter.feedId())
              .put("key", letter.key() == null ? null : text(letter.key()))
              .put("valueBase64", letter.value() == null ? null : base64(letter.value()))
              .put("valueBytes", letter.valueBytes())
              .put("stage", letter.stage().name())
              .put("reason", letter.reason().name())
              .put("sentence", letter.sentence())
              .put("failedAt", letter.failedAt().toString()));
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }
}
