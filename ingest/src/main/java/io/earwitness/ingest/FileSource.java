package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The sound of a file. */
final class FileSource implements SoundSource {
  private final AudioFileReader reader;
  private final Map<String, String> notes;

  /**
   * @throws MediaException if the file is missing or holds no audio that can be read
   */
  FileSource(Path file) throws MediaException {
    this.reader = AudioFileReader.open(file);
    this.notes = Map.of("file", file.getFileName().toString());
  }

  @Override
  public AudioFormat format() {
    return reader.format();
  }

  @Override
  public float[] read(int frames) throws MediaException {
    return reader.read(frames);
  }

  @Override
  public Map<String, String> notes(long firstSample, long endSample) {
    return notes;
  }

  @Override
  public Optional<String> flaw() {
    return reader.flaw();
  }

  @Override
  public void close() {
    reader.close();
  }
}
