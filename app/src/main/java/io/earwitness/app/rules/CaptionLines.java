package io.earwitness.app.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.app.CommandException;
import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Reads captions that {@code tail captions --json} or {@code caption --json} printed, one object a
 * line. What a line leaves out is taken for not known: a level for NaN, which nothing is louder or
 * quieter than, an embedding for none.
 */
final class CaptionLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SampleRate RATE = new SampleRate(48_000);
  private static final DecodeSettings UNKNOWN_DECODING = new DecodeSettings(1, 50, 0, 1, true);

  private final Path file;
  private final String bundle;
  private final Map<String, Long> windows = new HashMap<>();
  private final Map<String, CaptionEvent> lastOfFile = new HashMap<>();

  private CaptionLines(Path file, String bundle) {
    this.file = file;
    this.bundle = bundle;
  }

  /**
   * Reads a file to its end.
   *
   * @param bundle SHA-256 of the bundle that made captions which don't say so
   * @param sink takes the captions in the order of the lines
   * @throws CommandException if the file is missing, or a line is no caption
   */
  static void read(Path file, String bundle, Consumer<CaptionEvent> sink) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      new CaptionLines(file, bundle).readAll(lines, sink);
    } catch (NoSuchFileException e) {
      throw new CommandException("There is no file %s.".formatted(file), e);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException("%s can't be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private void readAll(BufferedReader lines, Consumer<CaptionEvent> sink) throws IOException {
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode object = MAPPER.readTree(line);
        if (object.has("alertId")) {
          continue; // `up --json` prints alerts among the captions.
        }
        deliver(object, sink);
      } catch (JsonProcessingException e) {
        throw new CommandException(
            "%s:%d: not JSON: %s.".formatted(file, number, e.getOriginalMessage()), e);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new CommandException(
            ("%s:%d: no caption as `tail captions --json` and `caption --json` print them: %s.")
                .formatted(file, number, e.getMessage()),
            e);
      }
    }
    lastOfFile.values().forEach(last -> sink.accept(closed(last)));
  }

  /** The last window of a recording closes its session; it is known for the last only then. */
  private void deliver(JsonNode object, Consumer<CaptionEvent> sink) {
    CaptionEvent caption = caption(object);
    if (object.has("file")) {
      CaptionEvent former = lastOfFile.put(caption.feedId(), caption);
      if (former != null) {
        sink.accept(former);
      }
    } else {
      sink.accept(caption);
    }
  }

  private CaptionEvent caption(JsonNode object) {
    boolean ofFile = object.has("file");
    String feed = required(object, ofFile ? "file" : "feed").asText();
    Instant begin = instant(required(object, "start"));
    Instant end = instant(required(object, "end"));
    String session = object.path("session").asText("lines");
    long window =
        object.has("window")
            ? object.get("window").asLong()
            : windows.merge(feed, 1L, Long::sum) - 1;
    ModelIdentity model = model(object);
    long samples = RATE.samplesIn(Duration.between(begin, end));
    return new CaptionEvent(
        object.path("captionId").asText(CaptionIds.of(feed, session, window, model.sha256())),
        feed,
        session,
        window,
        window,
        0,
        samples,
        RATE,
        begin,
        end,
        captioning(object, end),
        new Level(
            object.path("rmsDbfs").asDouble(Double.NaN),
            object.path("peakDbfs").asDouble(Double.NaN)),
        Math.round(object.path("missingShare").asDouble(0) * samples),
        object.has("closedBy")
            ? WindowClosing.valueOf(object.get("closedBy").asText())
            : WindowClosing.COMPLETE,
        model,
        UNKNOWN_DECODING,
        "",
        SourceOffsets.NONE,
        end);
  }

  private ModelIdentity model(JsonNode object) {
    String[] nameAndVersion = object.path("model").asText("? ?").split(" ", 2);
    return new ModelIdentity(
        nameAndVersion[0],
        nameAndVersion.length == 2 ? nameAndVersion[1] : "",
        object.path("modelSha256").asText(bundle));
  }

  private static Captioning captioning(JsonNode object, Instant at) {
    List<HeardSound> sounds = new ArrayList<>();
    for (JsonNode sound : object.path("labels")) {
      sounds.add(
          new HeardSound(
              required(sound, "label").asText(),
              required(sound, "score").asDouble(),
              seconds(required(sound, "start")),
              seconds(required(sound, "end"))));
    }
    JsonNode values = object.path("embedding");
    float[] embedding = new float[values.size()];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) values.get(i).asDouble();
    }
    return new Captioning(
        List.of(new Hypothesis(required(object, "caption").asText(), 0, 0)),
        object.path("confidence").asDouble(0),
        OptionalDouble.empty(),
        sounds,
        embedding,
        at,
        at,
        1);
  }

  private static CaptionEvent closed(CaptionEvent c) {
    return new CaptionEvent(
        c.captionId(),
        c.feedId(),
        c.sessionId(),
        c.windowIndex(),
        c.windowSequence(),
        c.firstSample(),
        c.endSample(),
        c.rate(),
        c.begin(),
        c.end(),
        c.captioning(),
        c.level(),
        c.missingSamples(),
        WindowClosing.END_OF_SESSION,
        c.model(),
        c.decodeSettings(),
        c.executionProvider(),
        c.source(),
        c.windowClosedAt());
  }

  private static JsonNode required(JsonNode object, String field) {
    if (!object.hasNonNull(field)) {
      throw new IllegalArgumentException("it has no '%s'".formatted(field));
    }
    return object.get(field);
  }

  /** A clock's instant, or the position in a recording in seconds. */
  private static Instant instant(JsonNode value) {
    return value.isNumber() ? Instant.EPOCH.plus(seconds(value)) : Instant.parse(value.asText());
  }

  private static Duration seconds(JsonNode value) {
    return Duration.ofNanos(Math.round(value.asDouble() * 1e9));
  }
}
