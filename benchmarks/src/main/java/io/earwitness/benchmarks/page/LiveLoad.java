package io.earwitness.benchmarks.page;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.ChunkSender;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Feeds that play in real time until it is closed: the scenes of {@code demo}, encoded beforehand,
 * a chunk of each feed every second, the feeds one after the other within the second. Event times
 * are the system's, and a chunk is sent the moment its last sample has been heard.
 */
final class LiveLoad implements AutoCloseable {
  private static final int SCENES = 5;
  private static final int SCENE_SECONDS = 60;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int feeds;
  private final SampleRate rate;
  private final ChunkSender sender;
  private final List<byte[]> payloads = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean stopped;
  private volatile Exception failure;

  LiveLoad(int feeds, SampleRate rate, ChunkSender sender) throws MediaException {
    this.feeds = feeds;
    this.rate = rate;
    this.sender = sender;
    for (int seed = 0; seed < SCENES; seed++) {
      try (var scene = new DemoScene(seed, rate)) {
        for (int second = 0; second < SCENE_SECONDS; second++) {
          payloads.add(
              ChunkEncoder.encode(
                  new AudioFormat(rate, 1), ChunkEncoding.FLAC, scene.read(rate.hertz())));
        }
      }
    }
  }

  static String feedId(int feed) {
    return "feed-%02d".formatted(feed);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Instant began = Instant.now();
    try {
      for (int second = 0; !stopped; second++) {
        for (int feed = 0; feed < feeds && !stopped; feed++) {
          Instant begin = began.plusNanos(second * SECOND_NANOS + feed * SECOND_NANOS / feeds);
          Duration wait = Duration.between(Instant.now(), begin.plusNanos(SECOND_NANOS));
          TimeUnit.NANOSECONDS.sleep(Math.max(0, wait.toNanos()));
          sender.send(chunk(feed, second, begin));
        }
      }
    } catch (IOException | InterruptedException e) {
      failure = e;
    }
  }

  private AudioChunk chunk(int feed, int second, Instant begin) {
    int place = feed % SCENES * SCENE_SECONDS + (second + feed) % SCENE_SECONDS;
    return new AudioChunk(
        feedId(feed),
        "session",
        (long) second * rate.hertz(),
        rate.hertz(),
        begin,
        new AudioFormat(rate, 1),
        ChunkEncoding.FLAC,
        payloads.get(place),
        false,
        Map.of());
  }

  void throwFailure() {
    if (failure != null) {
      throw new IllegalStateException("Not all chunks could be sent", failure);
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    sender.close();
  }
}
