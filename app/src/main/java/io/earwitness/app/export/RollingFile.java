package io.earwitness.app.export;

import io.earwitness.captioner.event.CaptionEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file of the newest captions, written anew when there is a newer one. */
public final class RollingFile implements Rolling {
  private final Path file;
  private final ExportFormat format;
  private Optional<Instant> zero;
  private List<CaptionEvent> written = List.of();

  /**
   * @param zero what times in VTT and SRT are counted from; without it, from the begin of the first
   *     caption's session
   */
  public RollingFile(Path file, ExportFormat format, Optional<Instant> zero) {
    this.file = file;
    this.format = format;
    this.zero = zero;
  }

  @Override
  public void update(List<CaptionEvent> captions, Instant now) {
    if (captions.isEmpty() || captions.equals(written)) {
      return;
    }
    // Once it is known it stays: a player that reads the file again must not find it shifted.
    zero = zero.or(() -> Optional.of(ExportFormat.zeroOf(captions)));
    WholeFile.write(file, format.lines(captions, zero.get()));
    written = List.copyOf(captions);
  }
}
