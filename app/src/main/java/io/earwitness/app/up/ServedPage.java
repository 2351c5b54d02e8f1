package io.earwitness.app.up;

import io.earwitness.app.Console;
import io.earwitness.app.page.PageConfig;
import io.earwitness.app.page.PageServer;
import io.earwitness.app.page.feeds.SourceState;
import io.earwitness.app.page.rules.RuleDesk;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.flink.caption.EngineProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.onnx.engine.SharedCaptioner;
import io.earwitness.settings.Settings;
import io.earwitness.topology.Timeline;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The page, if one is wanted, and its share of the job's engine. */
final class ServedPage implements AutoCloseable {
  private static final ServedPage NONE = new ServedPage(null, null);

  private final SharedCaptioner engine;
  private final PageServer server;

  private ServedPage(SharedCaptioner engine, PageServer server) {
    this.engine = engine;
    this.server = server;
  }

  /**
   * Starts to serve and says where.
   *
   * @param played how the sources of the feeds that are played here are doing
   */
  static ServedPage start(
      Settings settings,
      JobConfig config,
      Timeline timeline,
      FeedLabels labels,
      Supplier<Map<String, SourceState>> played,
      Console console) {
    Optional<PageConfig> page = PageConfig.of(settings);
    if (page.isEmpty()) {
      return NONE;
    }
    SharedCaptioner engine = new EngineProvider(config.engine()).share();
    try {
      RuleModel bundle = RuleModel.of(settings);
      RuleModel model = engine.textEmbedder().map(bundle::with).orElse(bundle);
      PageServer server =
          PageServer.start(
              page.get(),
              new PageServer.Sources(
                  config.kafka(),
                  config.registry(),
                  config.topics(),
                  timeline,
                  engine.info(),
                  engine.textEmbedder(),
                  new RuleDesk(settings, model, labels),
                  played));
      console.progress("See and hear it: " + server.address());
      return new ServedPage(engine, server);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      engine.close();
    }
  }
}
