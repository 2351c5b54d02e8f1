package io.earwitness.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;

import io.earwitness.captioner.audio.AudioFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFileReaderTest {
  private static final int FRAMES = 100_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, pcm_s16le, wav, 3e-5", "2, flac, flac, 3e-5", "2, pcm_s16le, wav, 3e-5"})
  void readsEverySampleOfALosslessFile(int channels, String codec, String container, double error)
      throws Exception {
    AudioFormat format = Tones.format(44_100, channels);
    float[] sound = Tones.sine(format, FRAMES);
    Path file = write(new Codec(codec, container, AV_SAMPLE_FMT_S16, 2), format, sound);
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      assertThat(reader.format()).isEqualTo(format);
      float[] read = readAll(reader, 1_000);
      assertThat(read).hasSize(sound.length);
      assertThat(Tones.distance(read, sound)).isLessThan(error);
      assertThat(reader.flaw()).isEmpty();
    }
  }

  @Test
  void mixesWhatIsLeftToOneChannel() throws Exception {
    AudioFormat format = Tones.format(44_100, 2);
    float[] sound = Tones.sine(format, FRAMES);
    Path file = write(new Codec("flac", "flac", AV_SAMPLE_FMT_S16, 2), format, sound);
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      reader.read(10_000);
      float[] rest = Arrays.copyOfRange(sound, 20_000, sound.length);
      float[] mono = reader.readMono();
      assertThat(mono).hasSize(FRAMES - 10_000);
      assertThat(Tones.distance(mono, Channels.toMono(rest, 2))).isLessThan(3e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"libmp3lame, mp3, 44100", "libopus, ogg, 48000"})
  void readsALossyFile(String codec, String container, int hertz) throws Exception {
    AudioFormat format = Tones.format(hertz, 1);
    int sampleFormat = codec.equals("libopus") ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_S16P;
    int bytes = codec.equals("libopus") ? Float.BYTES : Short.BYTES;
    float[] sound = Tones.sine(format, FRAMES);
    Path file = write(new Codec(codec, container, sampleFormat, bytes), format, sound);
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      assertThat(reader.format()).isEqualTo(format);
      float[] read = readAll(reader, 44_100);
      assertThat(read.length).isBetween(FRAMES, FRAMES + 3_000);
      double level = Tones.distance(read, new float[read.length]);
      assertThat(level).isBetween(0.33, 0.37);
      assertThat(reader.flaw()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"pcm_s16le, wav, 'more'", "flac, flac, '10.0 s'"})
  void tellsThatAFileEndsEarly(String codec, String container, String part) throws Exception {
    AudioFormat format = Tones.format(16_000, 1);
    float[] sound = Tones.sine(format, 160_000);
    Path file = write(new Codec(codec, container, AV_SAMPLE_FMT_S16, 2), format, sound);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      assertThat(readAll(reader, 1_000).length).isBetween(70_000, 90_000);
      assertThat(reader.flaw())
          .hasValueSatisfying(
              sentence -> assertThat(sentence).contains(file.toString(), "ends early", part));
    }
  }

  @Test
  void saysInOneSentenceWhatIsWrong() throws Exception {
    assertRefused(folder.resolve("missing.wav"), "no file");
    assertRefused(folder, "not a file");
    assertRefused(Files.writeString(folder.resolve("a.txt"), "not audio, ".repeat(99)), "a.txt");
    assertRefused(Files.write(folder.resolve("empty.wav"), new byte[0]), "empty.wav");
  }

  private static void assertRefused(Path file, String part) {
    assertThatThrownBy(() -> AudioFileReader.open(file))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(part)
        .hasMessageEndingWith(".");
  }

  private static float[] readAll(AudioFileReader reader, int step) throws Exception {
    float[] all = new float[0];
    float[] block = reader.read(step);
    while (block.length > 0) {
      int before = all.length;
      all = Arrays.copyOf(all, before + block.length);
      System.arraycopy(block, 0, all, before, block.length);
      block = reader.read(step);
    }
    return all;
  }

  private Path write(Codec codec, AudioFormat format, float[] sound) throws Exception {
    ByteBuffer samples =
        ByteBuffer.allocate(sound.length * codec.bytesPerSample()).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : sound) {
      if (codec.bytesPerSample() == Short.BYTES) {
        samples.putShort((short) Math.round(sample * 32768));
      } else {
        samples.putFloat(sample);
      }
    }
    try (var writer = new PayloadWriter(codec, format)) {
      byte[] bytes = writer.encode(samples.rewind());
      return Files.write(folder.resolve("sound." + codec.container()), bytes);
    }
  }
}
