package io.earwitness.wire;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/**
 * Says which feed or window a log line is about: as fields of its own where logs are written as
 * JSON. For try-with-resources around the lines, on one thread.
 *
 * <p>A field is a name or a number that is on the topics, too; nothing that could be a secret.
 */
public final class LogFields implements AutoCloseable {
  /** The feed's name. */
  public static final String FEED = "feed.id";

  public static final String SESSION = "session.id";

  /** The window's index within its session. */
  public static final String WINDOW = "window.index";

  private final List<MDC.MDCCloseable> fields = new ArrayList<>();

  private LogFields() {}

  /** Lines about a feed; {@code null} where it is not known. */
  public static LogFields ofFeed(String feedId) {
    LogFields fields = new LogFields();
    if (feedId != null && !feedId.isEmpty()) {
      fields.put(FEED, feedId);
    }
    return fields;
  }

  /** Lines about a window. */
  public static LogFields ofWindow(String feedId, String sessionId, long windowIndex) {
    LogFields fields = ofFeed(feedId);
    fields.put(SESSION, sessionId);
    fields.put(WINDOW, Long.toString(windowIndex));
    return fields;
  }

  private void put(String key, String value) {
    fields.add(MDC.putCloseable(key, value));
  }

  @Override
  public void close() {
    fields.forEach(MDC.MDCCloseable::close);
  }
}
