package io.earwitness.app.page.sound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.app.page.feeds.FeedBoard;
import io.earwitness.app.page.history.History;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.spectrum.Spectrogram;
import io.earwitness.web.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sound to play and to look at, for as long as it lies on its topic. Safe for use by several
 * threads.
 */
public final class SoundShelf implements AutoCloseable {
  public static final Duration LONGEST_CLIP = Duration.ofMinutes(2);
  public static final Duration LONGEST_PICTURE = Duration.ofMinutes(10);
  private static final int MOST_COLUMNS = 2_000;
  private static final int KEPT_FILES = 4;

  /** Where sound lies follows from the captions of windows, which may have begun long before. */
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);

  private final ChunkArchive archive;
  private final FeedBoard board;
  private final History history;
  private final ChunkDecoder decoder;
  private final Resampler resampler = new Resampler();

  /** A player asks for a file several times, part by part. */
  private final Map<Asked, byte[]> files = new LinkedHashMap<>(KEPT_FILES, 0.75f, true);

  private record Asked(String feedId, Instant from, Instant to) {}

  public SoundShelf(ChunkArchive archive, FeedBoard board, History history, ChunkDecoder decoder) {
    this.archive = archive;
    this.board = board;
    this.history = history;
    this.decoder = decoder;
  }

  /**
   * A WAV file of a feed's sound.
   *
   * @throws RefusedException if the span is too long, or nothing of it is there (any more)
   */
  public byte[] wav(String feedId, Instant from, Instant to) throws InterruptedException {
    requireSpan(from, to, LONGEST_CLIP);
    Asked asked = new Asked(feedId, from, to);
    synchronized (files) {
      byte[] kept = files.get(asked);
      if (kept != null) {
        return kept;
      }
    }
    byte[] made = clip(feedId, from, to).orElseThrow(() -> nothingLeft(feedId)).wav();
    synchronized (files) {
      files.put(asked, made);
      if (files.size() > KEPT_FILES) {
        files.remove(files.keySet().iterator().next());
      }
    }
    return made;
  }

  /**
   * What a feed's sound looks like: {@code columns}, {@code bands}, {@code picture} (Base64, column
   * after column) and {@code covered} (pairs of columns; none where nothing is kept).
   *
   * @throws RefusedException if the span is too long
   */
  public ObjectNode picture(String feedId, Instant from, Instant to, int columns)
      throws InterruptedException {
    requireSpan(from, to, LONGEST_PICTURE);
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw RefusedException.wrong(
          "%d columns are outside 1 to %d.".formatted(columns, MOST_COLUMNS));
    }
    ObjectNode node =
        PageJson.object()
            .put("columns", columns)
            .put("bands", Spectrogram.BANDS)
            .put("picture", "");
    ArrayNode covered = node.putArray("covered");
    clip(feedId, from, to).ifPresent(clip -> draw(clip, columns, node, covered));
    return node;
  }

  private static void draw(Clip clip, int columns, ObjectNode node, ArrayNode covered) {
    byte[] drawn = new Spectrogram(clip.rate()).draw(clip.samples(), columns);
    node.put("picture", Base64.getEncoder().encodeToString(drawn));
    double columnsPerSample = (double) columns / clip.samples().length;
    for (Clip.Span span : clip.covered()) {
      covered
          .addArray()
          .add(PageJson.rounded(span.first() * columnsPerSample))
          .add(PageJson.rounded(span.end() * columnsPerSample));
    }
  }

  private static void requireSpan(Instant from, Instant to, Duration longest) {
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(longest) > 0) {
      throw RefusedException.wrong(
          "A span of sound ends after it begins and lasts at most %d s."
              .formatted(longest.toSeconds()));
    }
  }

  private static RefusedException nothingLeft(String feedId) {
    return RefusedException.missing(
        "The sound of %s from then is not kept (any more).".formatted(feedId));
  }

  private Optional<Clip> clip(String feedId, Instant from, Instant to) throws InterruptedException {
    Optional<Stretch> stretch = where(feedId, from, to);
    if (stretch.isEmpty()) {
      return Optional.empty();
    }
    ClipBuilder builder = new ClipBuilder(from, to, decoder, resampler);
    archive.read(stretch.get(), feedId, builder::add);
    return builder.build();
  }

  private Optional<Stretch> where(String feedId, Instant from, Instant to) {
    Stream<Stretch> captioned =
        history.captions(feedId, from.minus(LONGEST_WINDOW), to).stream()
            .filter(caption -> caption.end().isAfter(from) && caption.source().partition() >= 0)
            .map(caption -> caption.source())
            .map(source -> new Stretch(source.partition(), source.first(), source.last()));
    Stream<Stretch> newest =
        board.places(feedId, from, to).stream()
            .map(place -> new Stretch(place.partition(), place.offset(), place.offset()));
    return Stretch.covering(Stream.concat(captioned, newest));
  }

  @Override
  public void close() {
    archive.close();
  }
}
