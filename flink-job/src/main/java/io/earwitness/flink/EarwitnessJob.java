package io.earwitness.flink;

import io.earwitness.flink.caption.EngineProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.start.JobStartException;
import io.earwitness.flink.start.StartCheck;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job's entry on a Flink cluster that someone else operates. */
@Command(
    name = "earwitness-job",
    description = "Captions the feeds on a Kafka topic.",
    mixinStandardHelpOptions = true)
public final class EarwitnessJob {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings, in YAML.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one setting, over the file and the environment.")
  private List<String> assignments = List.of();

  @Option(names = "--debug", description = "Shows the stack trace of what goes wrong.")
  private boolean debug;

  private EarwitnessJob() {}

  /**
   * Submits the job.
   *
   * @throws Exception that Flink throws; what people can put right comes as a {@link
   *     JobStartException} of one sentence. Nothing here ends the process: it may be Flink's.
   */
  public static void main(String[] arguments) throws Exception {
    EarwitnessJob job = new EarwitnessJob();
    CommandLine line = new CommandLine(job);
    try {
      line.parseArgs(arguments);
    } catch (CommandLine.ParameterException e) {
      throw new JobStartException(e.getMessage());
    }
    if (line.isUsageHelpRequested()) {
      line.usage(System.out);
      return;
    }
    try {
      job.submit();
    } catch (SettingsException | TopicException | RegistryException e) {
      if (job.debug) {
        throw e;
      }
      throw new JobStartException(e.getMessage());
    }
  }

  private void submit() throws Exception {
    JobConfig job = JobConfig.of(settings());
    PipelineEnds ends = PipelineEnds.kafka(job, StartCheck.of(job));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(Environments.configuration(job));
    env.setParallelism(job.parallelism());
    new CaptionPipeline(job, ends, new EngineProvider(job.engine())).define(env);
    env.execute(job.name());
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
}
