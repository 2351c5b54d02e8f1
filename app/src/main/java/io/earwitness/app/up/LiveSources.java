package io.earwitness.app.up;

import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.ingest.live.LiveFeed;
import io.earwitness.ingest.live.LiveOptions;
import io.earwitness.ingest.live.LivePlayer;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.IngestSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.util.List;

/** Starts to play the live sources among the feeds that were asked for. */
public final class LiveSources {
  private final Settings settings;
  private final Path bufferFolder;

  /**
   * @param dataFolder where sound waits while Kafka is away
   */
  public LiveSources(Settings settings, Path dataFolder) {
    this.settings = settings;
    this.bufferFolder = dataFolder.resolve("buffer");
  }

  /** Starts those that are not played from a recording. */
  public void start(List<FeedChoice> choices, FeedPlayers players) {
    for (FeedChoice choice : choices) {
      if (!choice.isRecording()) {
        var player =
            new LivePlayer(
                new LiveFeed(choice.feedId(), choice.source()),
                options(),
                KafkaConnection.of(settings),
                RegistryConnection.of(settings),
                players.liveListener());
        players.startLive(player, choice.feedId());
      }
    }
  }

  private LiveOptions options() {
    return new LiveOptions(
        Topics.of(settings).chunks().name(),
        ChunkEncoding.valueOf(settings.get(IngestSettings.ENCODING).name()),
        settings.get(IngestSettings.CHUNK_LENGTH),
        settings.get(IngestSettings.STALL_AFTER),
        settings.get(IngestSettings.SESSION_PATIENCE),
        settings.get(IngestSettings.LONGEST_WAIT),
        bufferFolder,
        settings.get(IngestSettings.BUFFER_BYTES));
  }
}
