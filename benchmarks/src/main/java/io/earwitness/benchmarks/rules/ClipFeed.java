package io.earwitness.benchmarks.rules;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Clips one after the other, with pauses between them, as one recording that can be played. */
final class ClipFeed {
  static final SampleRate RATE = new SampleRate(16_000);

  private final String name;
  private final List<Placed> clips = new ArrayList<>();
  private final List<float[]> parts = new ArrayList<>();
  private final Resampler resampler = new Resampler();
  private long samples;

  /**
   * @param begin of the clip in the feed
   * @param end exclusive
   */
  record Placed(LabelledClip clip, Duration begin, Duration end) {}

  ClipFeed(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  List<Placed> clips() {
    return clips;
  }

  void add(LabelledClip clip, Duration pause) throws MediaException {
    pause(pause);
    Duration begin = RATE.durationOf(samples);
    append(read(clip.file()));
    clips.add(new Placed(clip, begin, RATE.durationOf(samples)));
  }

  void pause(Duration pause) {
    append(new float[(int) RATE.samplesIn(pause)]);
  }

  private void append(float[] part) {
    parts.add(part);
    samples += part.length;
  }

  private float[] read(Path file) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      return resampler.resample(reader.readMono(), reader.format().rate(), RATE);
    }
  }

  /** Writes it as FLAC. */
  Path write(Path folder) throws IOException {
    byte[] flac = ChunkEncoder.encode(new AudioFormat(RATE, 1), ChunkEncoding.FLAC, joined(parts));
    return Files.write(folder.resolve(name + ".flac"), flac);
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(name, Arrays.toString(clips.toArray()));
  }
}
