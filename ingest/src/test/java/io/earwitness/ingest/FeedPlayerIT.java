package io.earwitness.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.MediaChunkDecoder;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FeedPlayerIT {
  private static final SampleRate RATE = new SampleRate(16_000);
  private static final AudioFormat MONO = new AudioFormat(RATE, 1);

  @RegisterExtension static final TestStack STACK = new TestStack();

  @TempDir static Path folder;

  @Test
  void sendsAFileWholeAndEndsItsSession() throws Exception {
    float[] sound = new DemoScene(1, RATE).read(52_345);
    Path file = flacFile("whole", sound);
    assertThat(play(Recording.ofFile("whole", file)).end()).isEqualTo(PlayedFeed.End.COMPLETE);
    List<AudioChunk> chunks = STACK.chunksOf("whole");
    assertThat(chunks)
        .extracting(AudioChunk::firstSample)
        .containsExactly(0L, 16_000L, 32_000L, 48_000L, 52_345L);
    assertThat(chunks)
        .extracting(AudioChunk::endOfSession)
        .containsExactly(false, false, false, false, true);
    assertThat(chunks).extracting(AudioChunk::sessionId).containsOnly(chunks.get(0).sessionId());
    assertThat(chunks.get(4).eventTime())
        .isEqualTo(chunks.get(0).eventTime().plus(RATE.durationOf(52_345)));
    assertThat(decoded(chunks)).containsExactly(sixteenBit(sound));
  }

  @Test
  void goesOnAfterTheLastChunkThatArrived() throws Exception {
    float[] sound = new DemoScene(2, RATE).read(40 * RATE.hertz());
    Path file = flacFile("interrupted", sound);
    var player = new FeedPlayer(STACK.kafka(), STACK.registry(), options(Speed.REAL));
    var playing = CompletableFuture.supplyAsync(() -> playOn(player, file));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> STACK.chunksOf("interrupted").size() >= 2);
    player.stop();
    assertThat(playing.get(10, TimeUnit.SECONDS).end()).isEqualTo(PlayedFeed.End.STOPPED);
    int before = STACK.chunksOf("interrupted").size();
    assertThat(before).isLessThan(40);

    assertThat(play(Recording.ofFile("interrupted", file)).end())
        .isEqualTo(PlayedFeed.End.COMPLETE);
    List<AudioChunk> chunks = STACK.chunksOf("interrupted");
    assertThat(chunks).hasSize(41);
    assertThat(decoded(chunks)).containsExactly(sixteenBit(sound));
    for (int i = 1; i < chunks.size(); i++) {
      assertThat(chunks.get(i).eventTime())
          .isEqualTo(chunks.get(0).eventTime().plus(RATE.durationOf(chunks.get(i).firstSample())));
    }
  }

  @Test
  void playsAFileOnlyOnceButKnowsAnotherFile() throws Exception {
    Path file = flacFile("twice", new DemoScene(3, RATE).read(3_000));
    play(Recording.ofFile("twice", file));
    Path moved = Files.copy(file, folder.resolve("moved.flac"));
    assertThat(play(Recording.ofFile("twice", moved)).end())
        .isEqualTo(PlayedFeed.End.PLAYED_BEFORE);
    Path other = flacFile("other", new DemoScene(4, RATE).read(3_000));
    assertThat(play(Recording.ofFile("twice", other)).end()).isEqualTo(PlayedFeed.End.COMPLETE);
    List<AudioChunk> chunks = STACK.chunksOf("twice");
    assertThat(chunks)
        .extracting(AudioChunk::endOfSession)
        .containsExactly(false, true, false, true);
    assertThat(chunks.get(2).sessionId()).isNotEqualTo(chunks.get(0).sessionId());
  }

  @Test
  void endsALiveSessionWhenItIsStopped() throws Exception {
    Recording demo = Recording.ofDemo("live", 5, Instant.now());
    var player = new FeedPlayer(STACK.kafka(), STACK.registry(), options(Speed.REAL));
    player.stop();
    assertThat(player.play(demo).end()).isEqualTo(PlayedFeed.End.STOPPED);
    List<AudioChunk> chunks = STACK.chunksOf("live");
    assertThat(chunks).extracting(AudioChunk::endOfSession).containsExactly(false, true);
    assertThat(chunks.get(1).firstSample()).isEqualTo(chunks.get(0).endSample());
    assertThat(chunks.get(0).attributes()).containsKey(DemoScene.ATTRIBUTE);
  }

  @Test
  void refusesAFileThatIsNoAudioAndANameThatIsNoFeed() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no sound here");
    assertThatThrownBy(() -> Recording.ofFile("bad", text))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("notes.txt");
    Path file = flacFile("named", new float[100]);
    assertThatThrownBy(() -> Recording.ofFile("no feed", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no feed");
  }

  private static PlayedFeed play(Recording recording) throws Exception {
    return new FeedPlayer(STACK.kafka(), STACK.registry(), options(Speed.MAX)).play(recording);
  }

  private static PlayedFeed playOn(FeedPlayer player, Path file) {
    try {
      return player.play(Recording.ofFile("interrupted", file));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IngestOptions options(Speed speed) {
    return new IngestOptions(STACK.chunksTopic(), ChunkEncoding.FLAC, Duration.ofSeconds(1), speed);
  }

  private static Path flacFile(String name, float[] sound) throws IOException {
    return Files.write(
        folder.resolve(name + ".flac"), ChunkEncoder.encode(MONO, ChunkEncoding.FLAC, sound));
  }

  private static float[] decoded(List<AudioChunk> chunks) throws Exception {
    float[] all = new float[(int) chunks.get(chunks.size() - 1).endSample()];
    var decoder = new MediaChunkDecoder();
    for (AudioChunk chunk : chunks) {
      if (chunk.sampleCount() > 0) {
        float[] part =
            decoder.decodeMono(
                chunk.format(), chunk.encoding(), chunk.payload(), chunk.sampleCount());
        System.arraycopy(part, 0, all, (int) chunk.firstSample(), part.length);
      }
    }
    return all;
  }

  private static float[] sixteenBit(float[] sound) {
    float[] rounded = Arrays.copyOf(sound, sound.length);
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.min(Math.round(sound[i] * 32768f), Short.MAX_VALUE) / 32768f;
    }
    return rounded;
  }
}
