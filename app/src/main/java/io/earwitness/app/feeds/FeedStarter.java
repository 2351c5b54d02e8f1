package io.earwitness.app.feeds;

import io.earwitness.app.CommandException;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.FeedPlayer;
import io.earwitness.ingest.IngestOptions;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.Speed;
import io.earwitness.ingest.live.LiveFeed;
import io.earwitness.ingest.live.LiveOptions;
import io.earwitness.ingest.live.LivePlayer;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.IngestSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;

/** Starts to play feeds as the settings and their own options say. */
public final class FeedStarter {
  private final Settings settings;
  private final Speed speed;
  private final Path bufferFolder;
  private final FeedPlayers players;

  /**
   * @param speed of recordings
   * @param dataFolder where sound waits while Kafka is away
   */
  public FeedStarter(Settings settings, Speed speed, Path dataFolder, FeedPlayers players) {
    this.settings = settings;
    this.speed = speed;
    this.bufferFolder = dataFolder.resolve("buffer");
    this.players = players;
  }

  /** Where sound goes and waits, for people. */
  public DeliveryWatch.Where where() {
    return new DeliveryWatch.Where(
        settings.get(KafkaSettings.BOOTSTRAP_SERVERS), bufferFolder.toString());
  }

  /**
   * Before anything is begun.
   *
   * @throws CommandException if a recording can't be sent as it is asked for
   */
  void requireFitting(FeedChoice choice, Recording recording) {
    ChunkEncoding encoding = encoding(choice.options());
    SampleRate own = recording.source().format().rate();
    ChunkEncoder.onlyRate(encoding)
        .filter(only -> !only.equals(own))
        .ifPresent(
            only -> {
              throw new CommandException(
                  "%s can't be sent as %s, which wants %s: this recording has %s. FLAC takes any."
                      .formatted(choice.feedId(), encoding, only, own));
            });
  }

  /** Starts to play a recording that was opened; whoever plays it closes it. */
  void start(FeedChoice choice, Recording recording) {
    var options =
        new IngestOptions(
            topic(), encoding(choice.options()), chunkLength(choice.options()), speed);
    players.start(
        recording,
        new FeedPlayer(
            KafkaConnection.of(settings),
            RegistryConnection.of(settings),
            options,
            players.meters()));
  }

  /** Starts to play a live source. */
  void startLive(FeedChoice choice) {
    var player =
        new LivePlayer(
            new LiveFeed(choice.feedId(), choice.source()),
            liveOptions(choice.options()),
            KafkaConnection.of(settings),
            RegistryConnection.of(settings),
            players.liveListener(),
            players.meters());
    players.startLive(player, choice.feedId());
  }

  private LiveOptions liveOptions(FeedOptions options) {
    return new LiveOptions(
        topic(),
        encoding(options),
        chunkLength(options),
        settings.get(IngestSettings.STALL_AFTER),
        settings.get(IngestSettings.SESSION_PATIENCE),
        settings.get(IngestSettings.LONGEST_WAIT),
        bufferFolder,
        settings.get(IngestSettings.BUFFER_BYTES));
  }

  private String topic() {
    return Topics.of(settings).chunks().name();
  }

  private ChunkEncoding encoding(FeedOptions options) {
    return options
        .encoding()
        .orElseGet(() -> ChunkEncoding.valueOf(settings.get(IngestSettings.ENCODING).name()));
  }

  private Duration chunkLength(FeedOptions options) {
    return options.chunkLength().orElseGet(() -> settings.get(IngestSettings.CHUNK_LENGTH));
  }
}
