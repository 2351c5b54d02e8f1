package io.earwitness.app.feeds;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room is left on the disk of a folder, which may be made later, for Prometheus. */
final class FreeRoom {
  private final Path folder;

  private FreeRoom(Path folder) {
    this.folder = folder;
  }

  static FreeRoom under(Path folder) {
    return new FreeRoom(folder.toAbsolutePath());
  }

  void bindTo(MeterRegistry meters) {
    // Held strongly: nobody else does.
    Gauge.builder("earwitness.ingest.disk.free", this, FreeRoom::bytes)
        .baseUnit("bytes")
        .description("Free room on the disk where sound waits")
        .strongReference(true)
        .register(meters);
  }

  /** Not a number where it can't be told. */
  double bytes() {
    Path there = folder;
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? Double.NaN : Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
