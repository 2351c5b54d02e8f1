package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.ingest.TestStack;
import io.earwitness.media.MediaChunkDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Live streams over real connections to a real broker. */
class LivePlayerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final float FULL_SCALE = 32_768f;

  @RegisterExtension static final TestStack STACK = new TestStack();

  @TempDir static Path folder;

  @Test
  void aStreamThatIsCutThreeTimesLosesNothingThatCameAndTellsEveryGap() throws Exception {
    try (var server = new CountingStream();
        var playing = new Playing(STACK, folder, "cut", server.address(), Duration.ofSeconds(5))) {
      for (int cut = 1; cut <= 3; cut++) {
        long target = server.delivered() + 3L * CountingStream.RATE;
        await().atMost(PATIENCE).until(() -> server.delivered() >= target);
        server.goAway();
        int cuts = cut;
        await().atMost(PATIENCE).until(() -> playing.count("trying again") >= cuts);
        server.comeBack();
        await().atMost(PATIENCE).until(() -> playing.count("connected") > cuts);
      }
      long target = server.delivered() + 3L * CountingStream.RATE;
      await().atMost(PATIENCE).until(() -> server.delivered() >= target);
      playing.close();

      List<AudioChunk> chunks = STACK.chunksOf("cut");
      assertThat(chunks).extracting(AudioChunk::sessionId).containsOnly(chunks.get(0).sessionId());
      assertThat(chunks.get(chunks.size() - 1).endOfSession()).isTrue();
      long received = chunks.stream().mapToLong(AudioChunk::sampleCount).sum();
      // What lies in the sockets when the player stops is not waited for.
      assertThat(received).isBetween(server.delivered() - CountingStream.RATE, server.delivered());
      assertThat(gapErrors(chunks)).hasSize(3).allMatch(error -> Math.abs(error) < 0.35);
      assertThat(playing.said()).noneMatch(line -> line.contains("hunter2"));
    }
  }

  /**
   * Compares each jump of the indices with that of the sound itself, and fails where sound jumps
   * and indices don't.
   *
   * @return the differences in seconds, one for each gap
   */
  static List<Double> gapErrors(List<AudioChunk> chunks) throws Exception {
    var decoder = new MediaChunkDecoder();
    List<Double> errors = new ArrayList<>();
    long expectedIndex = 0;
    long expectedValue = -1;
    for (AudioChunk chunk : chunks.subList(0, chunks.size() - 1)) {
      float[] samples =
          decoder.decodeMono(
              chunk.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
      long first = Math.round(samples[0] * FULL_SCALE);
      long jump = chunk.firstSample() - expectedIndex;
      if (expectedValue >= 0) {
        long heardJump = Math.floorMod(first - expectedValue, (long) CountingStream.PERIOD);
        assertThat(heardJump > 0).as("at %d", chunk.firstSample()).isEqualTo(jump > 0);
        if (jump > 0) {
          long difference =
              Math.floorMod(
                      jump - heardJump + CountingStream.PERIOD / 2, (long) CountingStream.PERIOD)
                  - CountingStream.PERIOD / 2;
          errors.add((double) difference / CountingStream.RATE);
        }
      }
      for (int i = 1; i < samples.length; i++) {
        assertThat(Math.round(samples[i] * FULL_SCALE))
            .isEqualTo((int) ((first + i) % CountingStream.PERIOD));
      }
      expectedIndex = chunk.endSample();
      expectedValue = (first + samples.length) % CountingStream.PERIOD;
    }
    return errors;
  }

  @Test
  void aStreamThatGoesMuteIsNoticedAndStaysAwayInASessionOfItsOwn() throws Exception {
    try (var server = new CountingStream();
        var playing = new Playing(STACK, folder, "mute", server.address(), Duration.ofMillis(1))) {
      await().atMost(PATIENCE).until(() -> server.delivered() > 3L * CountingStream.RATE);
      server.mute(true);
      await().atMost(PATIENCE).until(() -> playing.count("nothing came for 2 s") > 0);
      server.mute(false);
      long target = server.delivered() + 3L * CountingStream.RATE;
      await().atMost(PATIENCE).until(() -> server.delivered() >= target);
      playing.close();

      List<AudioChunk> chunks = STACK.chunksOf("mute");
      assertThat(chunks.stream().map(AudioChunk::sessionId).distinct()).hasSize(2);
      assertThat(chunks.stream().filter(AudioChunk::endOfSession)).hasSize(2);
    }
  }

  @Test
  void anAddressThatIsNoAudioIsSaidAndTriedAgain() throws Exception {
    HttpServer pages =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><p>no sound here</p>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    pages.start();
    String address = "http://127.0.0.1:%d/".formatted(pages.getAddress().getPort());
    try (var playing = new Playing(STACK, folder, "page", address, Duration.ofSeconds(5))) {
      await().atMost(PATIENCE).until(() -> playing.count("trying again") >= 2);
      assertThat(playing.count("connected")).isZero();
    } finally {
      pages.stop(0);
    }
  }

  @Test
  void rawSoundComesInOverTcp() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String address = "tcp://127.0.0.1:%d?listen&rate=%d".formatted(port, CountingStream.RATE);
    try (var playing = new Playing(STACK, folder, "raw", address, Duration.ofSeconds(5));
        Socket socket = connected(port)) {
      socket.getOutputStream().write(new byte[2 * 3 * CountingStream.RATE]);
      socket.getOutputStream().flush();
      await().atMost(PATIENCE).until(() -> playing.count("connected") == 1);
      socket.close();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  STACK.chunksOf("raw").stream().mapToInt(AudioChunk::sampleCount).sum()
                      == 3 * CountingStream.RATE);
    }
  }

  private static Socket connected(int port) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> new Socket(InetAddress.getLoopbackAddress(), port), socket -> true);
  }
}
