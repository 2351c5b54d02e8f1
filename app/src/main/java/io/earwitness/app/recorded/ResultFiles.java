package io.earwitness.app.recorded;

import io.earwitness.app.CommandException;
import io.earwitness.app.export.ExportFormat;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the captions of recordings go: {@code hall.flac} to {@code hall.vtt}, where players look
 * for them; if two recordings beside each other differ in their ending only, to {@code
 * hall.flac.vtt}.
 *
 * @param folder under which the recordings' own folders are repeated; without it, beside each
 */
public record ResultFiles(Optional<Path> folder, List<ExportFormat> formats) {
  /**
   * The results of each recording.
   *
   * @throws CommandException if two recordings would have the same
   */
  Map<FoundRecording, Map<ExportFormat, Path>> of(List<FoundRecording> recordings) {
    Map<Path, Integer> shared = new HashMap<>();
    recordings.forEach(recording -> shared.merge(stem(recording), 1, Integer::sum));
    Map<FoundRecording, Map<ExportFormat, Path>> all = new HashMap<>();
    Set<Path> taken = new HashSet<>();
    for (FoundRecording recording : recordings) {
      Path stem = shared.get(stem(recording)) > 1 ? place(recording) : stem(recording);
      Map<ExportFormat, Path> results = new EnumMap<>(ExportFormat.class);
      for (ExportFormat format : formats) {
        String ending = "." + format.name().toLowerCase(Locale.ROOT);
        Path result = stem.resolveSibling(stem.getFileName() + ending);
        if (!taken.add(result)) {
          throw new CommandException(
              "Two recordings would have the captions %s; caption their folders one by one."
                  .formatted(result));
        }
        results.put(format, result);
      }
      all.put(recording, results);
    }
    return all;
  }

  private Path place(FoundRecording recording) {
    return folder.map(dir -> dir.resolve(recording.place())).orElse(recording.file());
  }

  private Path stem(FoundRecording recording) {
    Path place = place(recording);
    return place.resolveSibling(place.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", ""));
  }
}
