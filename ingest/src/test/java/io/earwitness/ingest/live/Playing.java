package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.ingest.Backlog;
import io.earwitness.ingest.SentListener;
import io.earwitness.ingest.TestStack;
import io.earwitness.wire.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A player on a thread of its own, and what it says. */
final class Playing implements AutoCloseable, LiveListener {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final LivePlayer player;
  private final Thread thread;

  Playing(TestStack stack, Path folder, String feed, String address, Duration sessionPatience) {
    this(
        stack,
        stack.kafka(),
        feed,
        address,
        new LiveOptions(
            stack.chunksTopic(),
            ChunkEncoding.FLAC,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            sessionPatience,
            Duration.ofSeconds(1),
            folder.resolve("buffer"),
            1 << 20));
  }

  Playing(
      TestStack stack, KafkaConnection kafka, String feed, String address, LiveOptions options) {
    this.player =
        new LivePlayer(
            new LiveFeed(feed, SourceAddress.parse(address)),
            options,
            kafka,
            stack.registry(),
            this,
            SentListener.NONE);
    this.thread = new Thread(this::play, "play-" + feed);
    thread.start();
  }

  private void play() {
    try {
      player.play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Backlog backlog() {
    return player.backlog();
  }

  long count(String part) {
    return said.stream().filter(line -> line.contains(part)).count();
  }

  List<String> said() {
    return said;
  }

  @Override
  public void connected(String feedId, String what) {
    said.add("connected: " + what);
  }

  @Override
  public void interrupted(String feedId, String sentence) {
    said.add("interrupted: " + sentence);
  }

  @Override
  public void warned(String feedId, String sentence) {
    said.add("warned: " + sentence);
  }

  @Override
  public void close() throws InterruptedException {
    player.stop();
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }
}
