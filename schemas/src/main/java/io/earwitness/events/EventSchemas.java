package io.earwitness.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The schemas as they are published, without the hints that the generated classes carry. */
public final class EventSchemas {
  /** The classes of all events, one a topic. */
  public static final List<Class<? extends SpecificRecord>> ALL =
      List.of(
          AudioChunk.class,
          CaptionEvent.class,
          FeedEvent.class,
          SoundEvent.class,
          Alert.class,
          AlertRule.class,
          DeadLetter.class);

  private EventSchemas() {}

  /** The schema of {@code event}, which is one of {@link #ALL}, parsed from its .avsc file. */
  public static Schema of(Class<? extends SpecificRecord> event) {
    String file = event.getSimpleName() + ".avsc";
    try (InputStream text = EventSchemas.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalArgumentException("no schema " + file + " beside " + EventSchemas.class);
      }
      return new Schema.Parser().parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the schema " + file, e);
    }
  }
}
