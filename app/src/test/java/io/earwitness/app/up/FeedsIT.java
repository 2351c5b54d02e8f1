package io.earwitness.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.RunningStack;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.testkit.PeerProgram;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that come and go while everything runs. */
class FeedsIT {
  private static final Duration RUN = Duration.ofMinutes(5);

  private static final String SERVED = "See and hear it: ";
  private static final int SECONDS = 4;

  @TempDir static Path folder;

  private static Path file;
  private static EarwitnessProcess live;

  @BeforeAll
  static void start() throws Exception {
    file = Files.writeString(folder.resolve("site.yaml"), "feeds:\n  scene: demo\n");
    // A live source that ends is over at once, and its short window captioned.
    String patience = "ingest.session-patience=1ms";
    live = up("--feeds", file.toString(), "--speed", "max", "--set", patience);
    live.awaitSaid("The job runs");
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  @Test
  void comeAndGoWithTheirFileAndABadEditChangesNothing() throws Exception {
    Path kitchen = Scenes.write(folder, "kitchen", 1, 23 * Scenes.RATE.hertz());
    assertThat(feeds("add", "kitchen=" + kitchen, "--label", "site=north"))
        .anyMatch(line -> line.contains("the running Earwitness takes it up"));
    live.awaitPrinted("0:15–0:23");
    live.awaitSaid("kitchen: played to its end");

    String good = Files.readString(file);
    Files.writeString(file, good + "  attic: gopher://old\n");
    live.awaitSaid("Nothing here reads gopher: sources");
    assertThat(live.said())
        .anyMatch(line -> line.contains("site.yaml:") && line.contains("go on as they were"));

    Files.writeString(file, good);
    feeds("remove", "scene");
    live.awaitSaid("scene: no longer played");
    assertThat(feeds("list")).anyMatch(line -> line.matches("kitchen +.*site=north.*"));
    assertThat(live.said())
        .filteredOn(line -> line.startsWith("kitchen: plays"))
        .as("what did not change is not begun again")
        .hasSize(1);
  }

  @Test
  void aLiveFeedOfAnyRateIsSentAsOpusCaptionedAndCanBeHeard() throws Exception {
    int port = PeerProgram.freePort();
    String source = "tcp://127.0.0.1:%d?listen&rate=%d".formatted(port, Scenes.RATE.hertz());
    feeds("add", "porch=" + source, "--encoding", "opus");
    float[] sent = new DemoScene(4, Scenes.RATE).read(SECONDS * Scenes.RATE.hertz());
    try (Socket socket = connected(port)) {
      sendAsItSounds(sent, socket.getOutputStream());
    }
    live.awaitPrinted("  porch ");

    List<AudioChunk> chunks = chunksOf("porch");
    assertThat(chunks).extracting(AudioChunk::encoding).containsOnly(ChunkEncoding.OPUS);
    assertThat(chunks).extracting(chunk -> chunk.format().rate().hertz()).containsOnly(48_000);
    assertThat(chunks.get(0).payload().length)
        .as("bytes of a second, 32,000 as it came")
        .isLessThan(12_000);

    float[] heard = heard("porch", chunks.get(0).eventTime().minusSeconds(1), SECONDS + 2);
    assertThat(bestCorrelation(heard, sent)).isGreaterThan(0.8);

    Path recording = Scenes.write(folder, "shed", 2, Scenes.RATE.hertz());
    feeds("add", "shed=" + recording, "--encoding", "opus");
    live.awaitSaid("shed can't be sent as OPUS, which wants 48000 Hz");
    feeds("remove", "shed");
  }

  private static void sendAsItSounds(float[] sound, OutputStream out) throws IOException {
    int step = Scenes.RATE.hertz() / 10;
    long began = System.nanoTime();
    for (int at = 0; at < sound.length; at += step) {
      long heardAt = began + Scenes.RATE.durationOf(at + step).toNanos();
      LockSupport.parkNanos(heardAt - System.nanoTime());
      out.write(
          ChunkEncoder.encode(
              new AudioFormat(Scenes.RATE, 1),
              ChunkEncoding.PCM_S16LE,
              Arrays.copyOfRange(sound, at, at + step)));
      out.flush();
    }
  }

  private static Socket connected(int port) {
    return Awaitility.await()
        .atMost(RUN)
        .ignoreExceptions()
        .until(() -> new Socket(InetAddress.getLoopbackAddress(), port), socket -> true);
  }

  /** Those on the topic, ends of sessions left out. */
  private static List<AudioChunk> chunksOf(String feed) {
    RunningStack stack = RunningStack.in(folder.resolve("data")).orElseThrow();
    List<AudioChunk> chunks = new ArrayList<>();
    try (var follower =
        EventFollower.fromBeginning(
            KafkaConnection.to(stack.bootstrapServers()),
            RegistryConnection.to(stack.registryUrl()),
            EventTypes.AUDIO_CHUNK,
            "audio.chunks")) {
      follower.readToEnd(followed -> chunks.add(followed.event()));
    }
    return chunks.stream()
        .filter(chunk -> chunk.feedId().equals(feed) && chunk.sampleCount() > 0)
        .toList();
  }

  /** What the page plays. */
  private static float[] heard(String feed, Instant from, int seconds) throws Exception {
    String page =
        live.said().stream()
            .filter(line -> line.startsWith(SERVED))
            .map(line -> line.substring(SERVED.length()))
            .findFirst()
            .orElseThrow();
    long begin = from.toEpochMilli();
    URI address =
        URI.create(page)
            .resolve(
                "/api/feeds/%s/audio.wav?from=%d&to=%d"
                    .formatted(feed, begin, begin + 1_000L * seconds));
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    Path wav = Files.write(folder.resolve(feed + ".wav"), answer.body());
    try (var reader = AudioFileReader.open(wav)) {
      assertThat(reader.format()).isEqualTo(new AudioFormat(new SampleRate(48_000), 1));
      return reader.read(seconds * 48_000);
    }
  }

  /** Over all places of a sound of 16 kHz in one of 48 kHz that is up to 2 s longer. */
  private static double bestCorrelation(float[] heard, float[] sent) {
    int longer = heard.length / 3 - sent.length;
    double best = 0;
    for (int lag = 0; lag < longer; lag++) {
      double product = 0;
      double heardPower = 0;
      double sentPower = 0;
      for (int i = 0; i < sent.length; i += 5) {
        float one = heard[3 * (i + lag)];
        product += one * sent[i];
        heardPower += one * one;
        sentPower += sent[i] * sent[i];
      }
      best = Math.max(best, product / Math.sqrt(heardPower * sentPower + 1e-12));
    }
    return best;
  }

  private static List<String> feeds(String command, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("feeds", command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    try (var process = EarwitnessProcess.start(all)) {
      assertThat(process.await(RUN)).as("it said %s", process.said()).isZero();
      List<String> told = new ArrayList<>(process.printed());
      told.addAll(process.said());
      return told;
    }
  }

  private static EarwitnessProcess up(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("up", "--page-port", "0"));
    all.addAll(List.of("--bundle", Scenes.TINY_BUNDLE.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of(arguments));
    return EarwitnessProcess.start(all);
  }
}
