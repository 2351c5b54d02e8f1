package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.ingest.TestStack;
import io.earwitness.testkit.PeerProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams that FFmpeg's own program makes, over real connections. */
class BroadcastIT {
  @RegisterExtension static final TestStack STACK = new TestStack();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MP3_BYTES_PER_SECOND = 8_000;

  @TempDir static Path folder;
  private static String ffmpeg;
  private final AtomicBoolean nobodyCame = new AtomicBoolean(true);
  private HttpServer server;
  private volatile boolean away;

  @BeforeAll
  static void requireFfmpeg() {
    ffmpeg = PeerProgram.find("ffmpeg", "ffmpeg");
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    away = true;
    server.stop(0);
  }

  @Test
  void anHlsStreamIsHeardAndGoesOnWhenItsServerIsBack() throws Exception {
    Path segments = Files.createDirectory(folder.resolve("hls"));
    server.createContext("/", exchange -> sendFile(exchange, segments));
    try (var encoder = hls(segments);
        var playing = playing("hls", "live.m3u8")) {
      await().atMost(PATIENCE).until(() -> seconds("hls", 16_000) >= 3);
      away = true;
      await().atMost(PATIENCE).until(() -> playing.count("trying again") >= 1);
      away = false;
      long had = seconds("hls", 16_000);
      await().atMost(PATIENCE).until(() -> seconds("hls", 16_000) >= had + 3);
      playing.close();
      Instant stopped = Instant.now();
      List<AudioChunk> chunks = STACK.chunksOf("hls");
      assertThat(chunks).extracting(AudioChunk::sessionId).containsOnly(chunks.get(0).sessionId());
      long samples = chunks.get(chunks.size() - 1).endSample();
      assertThat(chunks.get(0).eventTime().plus(chunks.get(0).format().rate().durationOf(samples)))
          .as("what was heard and what was missing is all the time that passed")
          .isBetween(stopped.minusSeconds(6), stopped.plusSeconds(1));
    }
  }

  private static PeerProgram hls(Path segments) throws IOException {
    return PeerProgram.start(
        folder.resolve("hls.log"),
        ffmpeg,
        "-v",
        "error",
        "-nostdin",
        "-re",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:sample_rate=16000",
        "-c:a",
        "aac",
        "-f",
        "hls",
        "-hls_time",
        "1",
        "-hls_flags",
        "delete_segments+temp_file",
        segments.resolve("live.m3u8").toString());
  }

  private void sendFile(HttpExchange exchange, Path from) throws IOException {
    Path file = from.resolve(exchange.getRequestURI().getPath().substring(1));
    if (away || !Files.exists(file)) {
      exchange.sendResponseHeaders(away ? 503 : 404, -1);
    } else {
      byte[] bytes = Files.readAllBytes(file);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Test
  void aStreamThatChangesItsFormatMidwayGoesOnInANewSession() throws Exception {
    byte[] before = mp3("before", 44_100, 2);
    byte[] after = mp3("after", 22_050, 1);
    server.createContext("/", exchange -> broadcast(exchange, before, after));
    try (var playing = playing("changing", "live.mp3")) {
      await().atMost(PATIENCE).until(() -> playing.count("a new session begins") == 1);
      long rest = seconds("changing", 22_050);
      await().atMost(PATIENCE).until(() -> seconds("changing", 22_050) >= rest + 2);
      playing.close();
      List<AudioChunk> chunks = STACK.chunksOf("changing");
      List<AudioChunk> first =
          chunks.stream().filter(c -> c.sessionId().equals(chunks.get(0).sessionId())).toList();
      assertThat(first).extracting(c -> c.format().rate().hertz()).containsOnly(44_100);
      assertThat(first).extracting(c -> c.format().channels()).containsOnly(2);
      assertThat(first.get(first.size() - 1).endOfSession()).isTrue();
      assertThat(first.get(first.size() - 1).endSample() / 44_100.0).isBetween(3.9, 4.2);
      List<AudioChunk> second = chunks.subList(first.size(), chunks.size());
      assertThat(second).extracting(c -> c.format().rate().hertz()).containsOnly(22_050);
      assertThat(second).extracting(AudioChunk::sessionId).containsOnly(second.get(0).sessionId());
    }
  }

  /** Four seconds of a tone, 64 kbit/s. */
  private static byte[] mp3(String name, int rate, int channels) throws Exception {
    Path file = folder.resolve(name + ".mp3");
    Process process =
        new ProcessBuilder(
                ffmpeg,
                "-v",
                "error",
                "-nostdin",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=%d:duration=4".formatted(rate),
                "-ac",
                Integer.toString(channels),
                "-b:a",
                "64k",
                "-write_xing",
                "0",
                "-id3v2_version",
                "0",
                file.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllBytes(file);
  }

  /** Who comes first hears both, who comes later the second alone; as fast as it sounds. */
  private void broadcast(HttpExchange exchange, byte[] before, byte[] after) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "audio/mpeg");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      if (nobodyCame.compareAndSet(true, false)) {
        send(out, before);
      }
      while (!away) {
        send(out, after);
      }
    }
  }

  private void send(OutputStream out, byte[] sound) throws IOException {
    int step = MP3_BYTES_PER_SECOND / 10;
    for (int at = 0; at < sound.length && !away; at += step) {
      out.write(sound, at, Math.min(step, sound.length - at));
      out.flush();
      LockSupport.parkNanos(100_000_000);
    }
  }

  private Playing playing(String feed, String path) {
    String address = "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    return new Playing(STACK, folder, feed, address, Duration.ofSeconds(60));
  }

  private static long seconds(String feed, int rate) throws Exception {
    return STACK.chunksOf(feed).stream()
            .filter(chunk -> chunk.format().rate().hertz() == rate)
            .mapToLong(AudioChunk::sampleCount)
            .sum()
        / rate;
  }
}
