package io.earwitness.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.wire.LogFields;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** What the programs' settings of logging make of a line, in containers and elsewhere. */
class LogFormatTest {
  private static final Path FLINK = Path.of("../docker/config/flink/log4j-console.properties");
  private static final Path TOPOLOGY = Path.of("../kafka-topology/src/main/runnable/logback.xml");
  private static final Path APP = Path.of("../app/src/main/resources/logback-json.xml");

  /** Of the name collision that Flink tells at each checkpoint. */
  private static final String REPEATED = "org.apache.flink.metrics.MetricGroup";

  private static final String MESSAGE = "\"odd\"\ncharacters";

  @Test
  void theJobLogsObjectsThatNameFeedAndWindow(@TempDir Path folder) throws Exception {
    System.setProperty("log.file", folder.resolve("flink.log").toString());
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try (LoggerContext context =
        Configurator.initialize("flink", null, FLINK.toAbsolutePath().toUri())) {
      ThreadContext.put(LogFields.FEED, "yard");
      ThreadContext.put(LogFields.SESSION, "s-1");
      ThreadContext.put(LogFields.WINDOW, "17");
      context.getLogger(REPEATED).warn("Name collision");
      context.getLogger("io.earwitness.test").warn(MESSAGE, new IllegalStateException("a reason"));
    } finally {
      ThreadContext.clearAll();
      System.setOut(before);
      System.clearProperty("log.file");
    }

    JsonNode line = onlyLine(printed);
    requireWindow(line);
    assertThat(line.path("service.name").asText()).isEqualTo("earwitness-job");
  }

  @Test
  void theOtherProgramsLogTheSameFields() throws Exception {
    for (Path settings : List.of(TOPOLOGY, APP)) {
      JsonNode line = onlyLine(logged(settings, "json"));

      requireWindow(line);
      assertThat(line.path("service.name").asText()).startsWith("earwitness");
    }
  }

  @Test
  void theTopologyLogsLinesForPeopleUnlessItIsTold() throws Exception {
    assertThat(logged(TOPOLOGY, null).toString(UTF_8)).contains(": \"odd\"").doesNotContain("{");
  }

  private static ByteArrayOutputStream logged(Path settings, String format) throws Exception {
    PrintStream before = System.err;
    var printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    var context = new ch.qos.logback.classic.LoggerContext();
    try {
      context.setMDCAdapter((LogbackMDCAdapter) MDC.getMDCAdapter());
      if (format != null) {
        context.putProperty("LOG_FORMAT", format);
      }
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(settings.toFile());
      if (settings.equals(APP)) {
        context.getLogger(REPEATED).warn("Name collision");
      }
      try (LogFields about = LogFields.ofWindow("yard", "s-1", 17)) {
        context
            .getLogger("io.earwitness.test")
            .warn(MESSAGE, new IllegalStateException("a reason"));
      }
    } finally {
      context.stop();
      System.setErr(before);
    }
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    return printed;
  }

  private static JsonNode onlyLine(ByteArrayOutputStream printed) throws Exception {
    List<String> lines = printed.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    return new ObjectMapper().readTree(lines.get(0));
  }

  private static void requireWindow(JsonNode line) {
    assertThat(line.path("message").asText()).isEqualTo(MESSAGE);
    assertThat(line.path("log.level").asText()).isEqualTo("WARN");
    assertThat(line.path("log.logger").asText()).isEqualTo("io.earwitness.test");
    assertThat(line.path("@timestamp").asText()).matches("20\\d\\d-.*T.*Z");
    assertThat(line.path("feed.id").asText()).isEqualTo("yard");
    assertThat(line.path("session.id").asText()).isEqualTo("s-1");
    assertThat(line.path("window.index").asText()).isEqualTo("17");
    assertThat(line.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line.path("error.message").asText()).isEqualTo("a reason");
    assertThat(line.path("error.stack_trace").asText()).contains("LogFormatTest");
  }
}
