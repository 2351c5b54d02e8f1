package io.earwitness.app.evaluate;

import io.earwitness.app.CommandException;
import io.earwitness.app.recorded.RecordingsFinder;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of recordings without labels. */
record SoundFolder(Path folder) {
  String name() {
    return folder.toAbsolutePath().getFileName().toString();
  }

  /**
   * All recordings as one channel at {@code rate}, by the files' names and in their order.
   *
   * @throws CommandException if there are none
   */
  Map<String, float[]> read(SampleRate rate, Resampler resampler) throws MediaException {
    Map<String, float[]> sounds = new LinkedHashMap<>();
    for (Path file : files()) {
      sounds.put(file.getFileName().toString(), Recording.samples(file, rate, resampler));
    }
    return sounds;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      throw new CommandException("There is no folder %s".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sounds =
          files
              .filter(RecordingsFinder::endsLikeOne)
              .sorted(Comparator.comparing(Path::toString))
              .toList();
      if (sounds.isEmpty()) {
        throw new CommandException("There is no recording in %s".formatted(folder));
      }
      return sounds;
    } catch (IOException e) {
      throw new CommandException("%s can't be read: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
