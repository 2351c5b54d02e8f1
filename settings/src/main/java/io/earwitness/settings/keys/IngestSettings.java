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
    /** Lossy; takes only feeds of 48 kHz. */
    OPUS
  }

  public static final Setting<Encoding> ENCODING =
      Setting.of(
          "ingest.encoding",
          SettingTypes.oneOf(Encoding.class),
          Encoding.FLAC,
          "How chunks are encoded; `flac` loses nothing of 16-bit sound, `opus` wants 48 kHz.");
  public static final Setting<Duration> CHUNK_LENGTH =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Setting.of(
              "ingest.chunk.length",
              SettingTypes.DURATION,
              Duration.ofSeconds(1),
              "How much sound travels in one record."));

  static final List<Setting<?>> ALL = List.of(ENCODING, CHUNK_LENGTH);

  private IngestSettings() {}
}
