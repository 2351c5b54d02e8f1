package io.earwitness.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go. Until it is told otherwise, nowhere: what a person should know is printed by
 * the command itself.
 */
public final class Logging {
  private static final String FILE_PROPERTY = "log.file";
  private static final String LEVEL_PROPERTY = "log.level";

  private Logging() {}

  /** To a file of at most a few megabytes. */
  public static void toFile(Path file) {
    configure("logback-file.xml", file);
  }

  /**
   * To standard error, each line an object of JSON (Elastic Common Schema).
   *
   * @param all whether what is for finding errors is logged, too
   */
  public static void toJson(boolean all) {
    configure("logback-json.xml", Path.of(""), all ? "DEBUG" : "INFO");
  }

  /** To standard error, in full. */
  public static void toStandardError() {
    configure("logback-debug.xml", Path.of(""));
  }

  private static void configure(String resource, Path file) {
    configure(resource, file, "INFO");
  }

  private static void configure(String resource, Path file, String level) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.putProperty(FILE_PROPERTY, file.toString());
    context.putProperty(LEVEL_PROPERTY, level);
    URL configuration = Logging.class.getClassLoader().getResource(resource);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalStateException("%s can't be used".formatted(resource), e);
    }
  }
}
