package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** How feeds are cut into chunks. */
public final class IngestSettings {
  /** How chunks are encoded on their topic. */
  public enum Encoding {
    FLAC,
    PCM_S16LE,
    PCM_F32LE,
    /** Lossy; live sources are resampled to its 48 kHz, recordings must have them. */
    OPUS
  }

  public static final Setting<Encoding> ENCODING =
      Setting.of(
          "ingest.encoding",
          SettingTypes.oneOf(Encoding.class),
          Encoding.FLAC,
          "How chunks are encoded; `flac` loses nothing of 16-bit sound, `opus` is lossy, resamples"
              + " live sources to 48 kHz, and wants recordings of 48 kHz.");
  public static final Setting<Duration> CHUNK_LENGTH =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Setting.of(
              "ingest.chunk.length",
              SettingTypes.DURATION,
              Duration.ofSeconds(1),
              "How much sound travels in one record."));

  public static final Setting<Duration> STALL_AFTER =
      Setting.between(
          Duration.ofMillis(500),
          Duration.ofHours(1),
          Setting.of(
              "ingest.stall-after",
              SettingTypes.DURATION,
              Duration.ofSeconds(10),
              "A live source that brings nothing for so long is taken for cut off and opened anew."));
  public static final Setting<Duration> SESSION_PATIENCE =
      Setting.between(
          Duration.ZERO,
          Duration.ofHours(1),
          Setting.of(
              "ingest.session-patience",
              SettingTypes.DURATION,
              Duration.ofSeconds(15),
              "A live source that is back within this time goes on in its session, with a gap."));
  public static final Setting<Duration> LONGEST_WAIT =
      Setting.between(
          Duration.ofMillis(500),
          Duration.ofHours(1),
          Setting.of(
              "ingest.longest-wait",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "Longest pause between two attempts to reach a live source."));
  public static final Setting<Long> BUFFER_BYTES =
      Setting.atLeast(
          0L,
          Setting.of(
              "ingest.buffer-bytes",
              SettingTypes.BYTES,
              256L << 20,
              "How much of each live feed waits on disk while Kafka is away; beyond it sound is lost."));

  static final List<Setting<?>> ALL =
      List.of(ENCODING, CHUNK_LENGTH, STALL_AFTER, SESSION_PATIENCE, LONGEST_WAIT, BUFFER_BYTES);

  private IngestSettings() {}
}
