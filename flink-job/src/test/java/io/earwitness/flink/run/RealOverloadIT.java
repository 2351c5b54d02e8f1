package io.earwitness.flink.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.flink.caption.EngineProvider;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twice the live sound that this machine captions with the default bundle, then half of what it
 * does. Takes about four minutes, and prints what it measured.
 */
@Tag("soak")
class RealOverloadIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Path BUNDLE = Path.of("../models/default").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final SampleRate RATE = new SampleRate(16_000);
  private static final int WINDOW_SECONDS = 10;
  private static final int HOP_SECONDS = 5;

  private static final int LAG_SECONDS = 4;

  /** Every window is left out from three lags on; the rest is its turn, which others share. */
  private static final int MOST_LAG_SECONDS = 3 * LAG_SECONDS + 8;

  private static final int OVERLOADED_SECONDS = 75;
  private static final int RELIEVED_SECONDS = 60;

  @TempDir Path folder;

  private final List<byte[]> noise = noise();

  @Test
  void stepsInAndOutLosesNothingAndKeepsTheLagBounded() throws Exception {
    try (JobFixture job =
        new JobFixture(STACK, "real-overload", folder)
            .with("caption.bundle", BUNDLE.toString())
            .with("overload.policy", "skip-ahead")
            .with("overload.lag", LAG_SECONDS + "s")) {
      ChunkSender sender = job.sender();
      job.start(new EngineProvider(job.config().engine()));
      TopicReader<CaptionEvent> captions = job.captions();
      double capacity = capacity(sender, captions);
      int before = captions.poll().size();
      int overloading = (int) Math.ceil(2 * capacity * HOP_SECONDS);
      int staying = Math.max(1, overloading / 4);
      System.out.printf("%.1f windows/s; %d live feeds, then %d%n", capacity, overloading, staying);

      Map<String, Integer> lengths = playLive(sender, overloading, staying);

      int windows = lengths.values().stream().mapToInt(RealOverloadIT::windows).sum();
      TopicReader<FeedEvent> events = job.feedEvents();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  captions.poll().size() - before + of(Kind.LEFT_OUT, events.poll()).size()
                      >= windows);
      List<CaptionEvent> live = captions.poll().subList(before, captions.poll().size());
      requireEachWindowOnce(lengths, live, of(Kind.LEFT_OUT, events.poll()));
      requireStepsInAndOut(staying, of(Kind.OVERLOAD_STEP, events.poll()));
      requireBoundedLag(live, of(Kind.LEFT_OUT, events.poll()));
    }
  }

  /** Windows a second, of recordings that nobody waits for. */
  private double capacity(ChunkSender sender, TopicReader<CaptionEvent> captions) throws Exception {
    int feeds = 16;
    int seconds = 65;
    // The first batches compile the code that the others run.
    for (int round = 0; round < 2; round++) {
      for (int feed = 0; feed < feeds; feed++) {
        List<AudioChunk> chunks = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
          chunks.add(
              chunk(
                  "old-%d-%d".formatted(round, feed),
                  second,
                  Instant.EPOCH.plusSeconds(second),
                  second == seconds - 1));
        }
        sender.send(chunks);
      }
      captions.await((round + 1) * feeds * windows(seconds), PATIENCE);
    }
    List<CaptionEvent> measured =
        captions.poll().stream().filter(caption -> caption.feedId().startsWith("old-1")).toList();
    Instant first =
        measured.stream()
            .map(caption -> caption.captioning().inferenceBegan())
            .min(Instant::compareTo)
            .orElseThrow();
    Instant last =
        measured.stream()
            .map(caption -> caption.captioning().inferenceEnded())
            .max(Instant::compareTo)
            .orElseThrow();
    return measured.size() * 1_000.0 / Duration.between(first, last).toMillis();
  }

  /** Returns how many seconds each feed played; their begins are spread over a hop. */
  private Map<String, Integer> playLive(ChunkSender sender, int feeds, int staying)
      throws InterruptedException {
    Map<String, Integer> lengths = new TreeMap<>();
    Instant begin = Instant.now();
    for (int second = 0; second < OVERLOADED_SECONDS + RELIEVED_SECONDS; second++) {
      // Not a wait for anything: a second of live sound takes one.
      long early = Duration.between(Instant.now(), begin.plusSeconds(second + 1)).toMillis();
      TimeUnit.MILLISECONDS.sleep(Math.max(0, early));
      List<AudioChunk> chunks = new ArrayList<>();
      for (int feed = 0; feed < feeds; feed++) {
        int at = second - feed % HOP_SECONDS;
        int end = feed < staying ? OVERLOADED_SECONDS + RELIEVED_SECONDS : OVERLOADED_SECONDS;
        if (at >= 0 && second < end) {
          String name = "live-%04d".formatted(feed);
          chunks.add(chunk(name, at, begin.plusSeconds(second), second == end - 1));
          lengths.put(name, at + 1);
        }
      }
      sender.send(chunks);
    }
    return lengths;
  }

  private AudioChunk chunk(String feed, int second, Instant time, boolean last) {
    return new AudioChunk(
        feed,
        "session-of-" + feed,
        (long) second * RATE.hertz(),
        RATE.hertz(),
        time,
        new AudioFormat(RATE, 1),
        ChunkEncoding.PCM_S16LE,
        noise.get((feed.hashCode() + second) & 7),
        last,
        Map.of());
  }

  private static List<byte[]> noise() {
    Random random = new Random(7);
    List<byte[]> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] second = new byte[RATE.hertz() * Short.BYTES];
      random.nextBytes(second);
      seconds.add(second);
    }
    return seconds;
  }

  private static int windows(int seconds) {
    return Math.max(0, (seconds - WINDOW_SECONDS + HOP_SECONDS - 1) / HOP_SECONDS) + 1;
  }

  private static void requireEachWindowOnce(
      Map<String, Integer> lengths, List<CaptionEvent> captions, List<FeedEvent> leftOut) {
    Map<String, List<Long>> told = new HashMap<>();
    captions.forEach(
        caption ->
            told.computeIfAbsent(caption.feedId(), feed -> new ArrayList<>())
                .add(caption.firstSample()));
    leftOut.forEach(
        event ->
            told.computeIfAbsent(event.feedId(), feed -> new ArrayList<>())
                .add(event.firstSample()));
    lengths.forEach(
        (feed, seconds) -> {
          List<Long> expected = new ArrayList<>();
          for (int window = 0; window < windows(seconds); window++) {
            expected.add((long) window * HOP_SECONDS * RATE.hertz());
          }
          assertThat(told.get(feed).stream().sorted().toList()).as(feed).isEqualTo(expected);
        });
    System.out.printf("%d windows captioned, %d left out%n", captions.size(), leftOut.size());
  }

  private static void requireStepsInAndOut(int staying, List<FeedEvent> steps) {
    Map<String, FeedEvent> last = new TreeMap<>();
    steps.forEach(step -> last.put(step.feedId(), step));
    Map<String, Long> kinds =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    step -> step.detail().replaceAll(".*from here on ", ""),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.printf("steps: %s%n", kinds);
    assertThat(kinds.keySet())
        .anyMatch(detail -> detail.contains("made with one beam"))
        .anyMatch(detail -> detail.contains("every second window is left out"))
        .anyMatch(detail -> detail.contains("in full again"));
    for (int feed = 0; feed < staying; feed++) {
      FeedEvent step = last.get("live-%04d".formatted(feed));
      if (step != null) {
        assertThat(step.detail()).as(step.feedId()).contains("in full again");
      }
    }
  }

  /** By the feeds' own clock, which is this machine's. */
  private static void requireBoundedLag(List<CaptionEvent> captions, List<FeedEvent> leftOut) {
    TreeSet<Long> millis = new TreeSet<>();
    captions.forEach(
        caption ->
            millis.add(
                Duration.between(caption.end(), caption.captioning().inferenceEnded()).toMillis()));
    System.out.printf("longest lag of a caption: %d ms%n", millis.last());
    assertThat(millis.last()).isLessThan(TimeUnit.SECONDS.toMillis(MOST_LAG_SECONDS));
    assertThat(leftOut).isNotEmpty();
  }

  private static List<FeedEvent> of(Kind kind, List<FeedEvent> events) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }
}
