package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.app.page.Heard;
import io.earwitness.app.up.EarwitnessProcess;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, while captions come. */
class ExportCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String CAPTIONS = "export-it.captions";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern VTT =
      Pattern.compile(
          "WEBVTT\n(X-TIMESTAMP-MAP=MPEGTS:\\d+,LOCAL:[\\d:.]+\n)?\n(NOTE .+\n\n)?"
              + "(\\d\\d:\\d\\d:\\d\\d\\.\\d{3} --> \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\n.+\n\n)*");

  /** Ahead of the clock, so that no segment is written just because captions are late. */
  private static Instant began;

  private static KafkaProducer<byte[], byte[]> producer;
  private static EventWriter<CaptionEvent> writer;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    began = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10 + 3600);
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      admin.createMissing(List.of(new TopicDefinition(CAPTIONS, 2, 1, Map.of())));
    }
    var bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(STACK.kafka().clientConfig(), bytes, bytes);
    writer = EventWriter.open(EventTypes.CAPTION, CAPTIONS, STACK.registry());
  }

  @AfterAll
  static void close() {
    producer.close();
    writer.close();
  }

  @Test
  void aFileGrowsWithTheFeedIsAlwaysWholeAndHasTheLastCaptionWhenItEnds() throws Exception {
    Path file = folder.resolve("later/yard.vtt");
    hear("yard", 0);
    hear("yard", 1);
    try (var export = export("--feed", "yard", "--follow", "--out", file.toString())) {
      export.awaitSaid("can't be written: its folder is not there.");
      assertThat(export.said()).anyMatch(line -> line.endsWith("It is tried again."));
      Files.createDirectory(file.getParent());
      for (int window = 2; window < 8; window++) {
        hear("yard", window);
        hear("elsewhere", window);
        String newest = text("yard", window);
        await().atMost(PATIENCE).until(() -> Files.exists(file) && whole(file).contains(newest));
      }
      hear("yard", 8);
      export.stop();
      export.await(PATIENCE);
      assertThat(whole(file))
          .contains("00:00:00.000 --> 00:00:05.000\n" + text("yard", 0))
          .contains("00:00:40.000 --> 00:00:50.000\n" + text("yard", 8))
          .doesNotContain("elsewhere");
      assertThat(filesIn(file.getParent())).containsExactly("yard.vtt");
      assertThat(export.said()).noneMatch(line -> line.contains("\tat "));
    }
  }

  @Test
  void anHlsTrackGrowsBySegmentsThatStayAndGoesOnInTheNextStart() throws Exception {
    List<String> first;
    try (var export = hls()) {
      export.awaitSaid("Ctrl-C stops");
      hear("stage", 0);
      for (int segments = 1; segments <= 3; segments++) {
        hear("stage", 2 * segments - 1);
        hear("stage", 2 * segments);
        int count = segments;
        await().atMost(PATIENCE).until(() -> track().size() == count);
      }
      first = track();
      assertThat(first.get(0)).contains("LOCAL:00:00:00.000", text("stage", 0), text("stage", 1));
      assertThat(first.get(2)).contains("LOCAL:00:00:20.000", text("stage", 5));
      export.stop();
      export.await(PATIENCE);
      assertThat(track()).isEqualTo(first);
    }
    hear("stage", 7);
    hear("stage", 8);
    try (var export = hls()) {
      await().atMost(PATIENCE).until(() -> track().size() == 4);
      assertThat(track().subList(0, 3)).as("players may have these already").isEqualTo(first);
      assertThat(track().get(3)).contains(text("stage", 6), text("stage", 7));
      export.stop();
      export.await(PATIENCE);
    }
  }

  private EarwitnessProcess hls() throws IOException {
    return export("--feed", "stage", "--hls", folder.toString(), "--from", began.toString());
  }

  /** The segments' texts as a player finds them through the playlist. */
  private List<String> track() throws IOException {
    Path playlist = folder.resolve("captions.m3u8");
    List<String> segments = new ArrayList<>();
    if (Files.exists(playlist)) {
      List<String> lines = Files.readAllLines(playlist);
      assertThat(lines)
          .startsWith("#EXTM3U")
          .contains("#EXT-X-MEDIA-SEQUENCE:" + began.getEpochSecond() / 10);
      for (String line : lines) {
        if (!line.startsWith("#")) {
          segments.add(whole(folder.resolve(line)));
        }
      }
    }
    return segments;
  }

  private static String whole(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).matches(VTT);
    return text;
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String text(String feed, int window) {
    return "number %d is heard in the %s".formatted(window, feed);
  }

  private static void hear(String feed, int window) throws Exception {
    producer.send(writer.record(Heard.captionSince(began, feed, window, text(feed, window)))).get();
  }

  private static EarwitnessProcess export(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("export"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--bootstrap", STACK.kafka().bootstrapServers()));
    all.addAll(List.of("--registry", STACK.registry().urls().get(0)));
    all.addAll(List.of("--set", "topics.captions=" + CAPTIONS));
    return EarwitnessProcess.start(all);
  }
}
