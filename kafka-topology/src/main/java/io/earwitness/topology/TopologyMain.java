package io.earwitness.topology;

import io.earwitness.metrics.Health;
import io.earwitness.metrics.MetricsEndpoint;
import io.earwitness.metrics.MetricsException;
import io.earwitness.metrics.MetricsServer;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.topology.query.QueriesException;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the topology by itself, until it is told to stop. */
@Command(
    name = "earwitness-kafka-topology",
    mixinStandardHelpOptions = true,
    description = "Keeps the timeline of every feed from the captions on Kafka.")
public final class TopologyMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyMain.class);

  /** Variable of the environment, which the logger's configuration reads, too. */
  private static final String LOG_FORMAT = "LOG_FORMAT";

  @Spec private CommandSpec command;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings, as YAML.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; counts more than the file and the environment.")
  private List<String> assignments = List.of();

  @Option(names = "--debug", description = "Show where an error comes from.")
  private boolean debug;

  private final boolean json;
  private volatile TopologyApp running;

  private TopologyMain(boolean json) {
    this.json = json;
  }

  public static void main(String[] args) {
    TopologyMain main = new TopologyMain("json".equals(System.getenv(LOG_FORMAT)));
    System.exit(new CommandLine(main).setExecutionExceptionHandler(main::explain).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = settings();
    TopologyConfig topology = TopologyConfig.of(settings);
    Optional<MetricsServer> metrics =
        MetricsEndpoint.of(settings).map(at -> MetricsServer.start(at, this::health));
    TopologyApp app = TopologyApp.start(topology);
    running = app;
    metrics.ifPresent(server -> app.bindTo(server.meters()));
    Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
    say("%s runs; Ctrl-C stops it.".formatted(topology.name()));
    app.queriesAddress().ifPresent(address -> say("Queries: %s/v1/feeds".formatted(address)));
    app.awaitEnd();
    return CommandLine.ExitCode.OK;
  }

  private void say(String sentence) {
    if (json) {
      LOG.info(sentence);
    } else {
      command.commandLine().getOut().println(sentence);
      command.commandLine().getOut().flush();
    }
  }

  private Health health() {
    TopologyApp app = running;
    return app == null ? new Health(true, "The application starts.") : app.health();
  }

  private Settings settings() {
    SettingsBuilder settings = Settings.of(AllSettings.CATALOGUE);
    if (config != null) {
      settings.file(config);
    }
    settings.environment(System.getenv());
    assignments.forEach(settings::set);
    return settings.resolve();
  }

  /** What people can set right is told in a sentence; anything else is a defect, told in full. */
  private int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult arguments) {
    boolean expected =
        problem instanceof SettingsException
            || problem instanceof TopicException
            || problem instanceof RegistryException
            || problem instanceof TopologyException
            || problem instanceof QueriesException
            || problem instanceof MetricsException;
    if (json) {
      LOG.error(problem.getMessage(), debug || !expected ? problem : null);
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (expected) {
      commandLine.getErr().println(problem.getMessage());
    }
    if (debug || !expected) {
      problem.printStackTrace(commandLine.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
