package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.MemorySchemas;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A topic of captions as a release wrote it: a siren from the 12th to the 52nd second of a feed.
 * Kept for good; a release takes its own and never changes an older one.
 *
 * @param bodies records' values behind the schema's id
 */
record GoldenCaptions(String version, Schema schema, List<byte[]> bodies) {
  static final String FEED = "kitchen";
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final int WIRE_HEADER = 1 + Integer.BYTES;

  /** Those of every release. */
  static List<GoldenCaptions> all() throws IOException {
    try (Stream<Path> versions = Files.list(FOLDER)) {
      List<GoldenCaptions> all = new ArrayList<>();
      for (Path folder : versions.sorted().toList()) {
        all.add(
            new GoldenCaptions(
                folder.getFileName().toString(),
                new Schema.Parser().parse(Files.readString(folder.resolve("captions.avsc"))),
                Files.readAllLines(folder.resolve("captions.base64")).stream()
                    .map(Base64.getDecoder()::decode)
                    .toList()));
      }
      return all;
    }
  }

  static List<CaptionEvent> captions() {
    return SampleCaptions.hearing(FEED, SampleCaptions.BEGIN, 80, "siren", 12, 52);
  }

  /** Writes what this version of the code makes of the feed. */
  static void write(String version) throws IOException {
    Path folder = FOLDER.resolve(version);
    if (Files.exists(folder)) {
      throw new IOException(folder + " is there, and stays as it is");
    }
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("captions.avsc"), EventTypes.CAPTION.schema().toString(true) + "\n");
    try (EventWriter<CaptionEvent> writer =
        EventWriter.open(EventTypes.CAPTION, TimelineHarness.CAPTIONS, new MemorySchemas())) {
      Files.write(
          folder.resolve("captions.base64"),
          captions().stream()
              .map(writer::write)
              .map(value -> Arrays.copyOfRange(value, WIRE_HEADER, value.length))
              .map(Base64.getEncoder()::encodeToString)
              .toList());
    }
  }
}
