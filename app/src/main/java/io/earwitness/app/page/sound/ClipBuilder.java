package io.earwitness.app.page.sound;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.wire.LogFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays chunks out on a span of time. Within a session they lie by their sample index, as clocks
 * jitter. The first chunk's rate is the clip's. For one thread.
 */
final class ClipBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ClipBuilder.class);

  private final Instant from;
  private final Instant to;
  private final ChunkDecoder decoder;
  private final Resampler resampler;
  private final List<Clip.Span> covered = new ArrayList<>();

  /** When the first sample of each session was heard, by the first chunk seen of it. */
  private final Map<String, Instant> sessionBegins = new HashMap<>();

  private SampleRate rate;
  private float[] samples;

  ClipBuilder(Instant from, Instant to, ChunkDecoder decoder, Resampler resampler) {
    this.from = from;
    this.to = to;
    this.decoder = decoder;
    this.resampler = resampler;
  }

  /** Takes a chunk, wherever it lies. */
  void add(AudioChunk chunk) {
    Instant begin = beginOf(chunk);
    Instant end = begin.plus(chunk.format().rate().durationOf(chunk.sampleCount()));
    if (chunk.sampleCount() == 0 || !begin.isBefore(to) || !end.isAfter(from)) {
      return;
    }
    try {
      float[] sound =
          decoder.decodeMono(
              chunk.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
      lay(chunk.format().rate(), sound, begin);
    } catch (MalformedAudioException e) {
      // The job has made a dead letter of it.
      try (LogFields about = LogFields.ofFeed(chunk.feedId())) {
        LOG.debug("A chunk of {} is left out: {}", chunk.feedId(), e.getMessage());
      }
    }
  }

  private Instant beginOf(AudioChunk chunk) {
    SampleRate own = chunk.format().rate();
    return sessionBegins
        .computeIfAbsent(
            chunk.sessionId(), id -> chunk.eventTime().minus(own.durationOf(chunk.firstSample())))
        .plus(own.durationOf(chunk.firstSample()));
  }

  private void lay(SampleRate own, float[] sound, Instant begin) {
    if (rate == null) {
      rate = own;
      samples = new float[(int) rate.samplesIn(Duration.between(from, to))];
    }
    float[] fitting = resampler.resample(sound, own, rate);
    int first = (int) Math.round(Duration.between(from, begin).toNanos() * (rate.hertz() / 1e9));
    int skipped = Math.max(0, -first);
    int count = Math.min(fitting.length - skipped, samples.length - Math.max(0, first));
    if (count > 0) {
      System.arraycopy(fitting, skipped, samples, Math.max(0, first), count);
      covered.add(new Clip.Span(Math.max(0, first), Math.max(0, first) + count));
    }
  }

  /** The clip, or nothing if there is no sound at all. */
  Optional<Clip> build() {
    return covered.isEmpty()
        ? Optional.empty()
        : Optional.of(new Clip(from, to, rate, samples, merged()));
  }

  private List<Clip.Span> merged() {
    // Rounding may leave a sample between two chunks.
    int touching = 2;
    List<Clip.Span> spans = new ArrayList<>();
    covered.sort(Comparator.comparingInt(Clip.Span::first));
    for (Clip.Span next : covered) {
      Clip.Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (last != null && next.first() - last.end() <= touching) {
        spans.set(spans.size() - 1, new Clip.Span(last.first(), Math.max(last.end(), next.end())));
      } else {
        spans.add(next);
      }
    }
    return spans;
  }
}
