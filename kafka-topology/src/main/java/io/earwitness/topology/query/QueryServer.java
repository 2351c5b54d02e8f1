package io.earwitness.topology.query;

import io.earwitness.settings.keys.QueriesSettings;
import io.earwitness.web.Answers;
import io.earwitness.web.Guard;
import io.earwitness.web.Listening;
import io.earwitness.web.RefusedException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Answers queries over HTTP. Reads only. Safe for use by several threads. */
public final class QueryServer implements AutoCloseable {
  private static final String BEGAN = "began";
  private static final String RESOURCE = "resource";

  private final QueriesConfig config;
  private final QueryMeters meters = new QueryMeters();
  private final AtomicReference<Holdings> holdings = new AtomicReference<>();
  private final Javalin server;

  private QueryServer(QueriesConfig config) {
    this.config = config;
    QueryRoutes routes = new QueryRoutes(this::held, new Peers(config, meters));
    this.server = Javalin.create(javalin -> prepare(javalin, routes));
  }

  /**
   * Opens the port; there is nothing to tell before {@link #serve}.
   *
   * @throws QueriesException if the port can't be opened
   */
  public static QueryServer start(QueriesConfig config) {
    QueryServer server = new QueryServer(config);
    try {
      var unused = Listening.start(server.server, config.host(), config.port());
      return server;
    } catch (JavalinBindException e) {
      throw new QueriesException(
          "Queries can't be answered: %s:%d is in use or may not be used; choose another %s."
              .formatted(config.host(), config.port(), QueriesSettings.PORT.key()),
          e);
    }
  }

  private void prepare(JavalinConfig javalin, QueryRoutes routes) {
    Answers.in(javalin);
    javalin
        .routes
        .before(ctx -> ctx.attribute(BEGAN, System.nanoTime()))
        .before(Guard.ofPrograms(config.token())::check)
        .after(this::measure)
        .get("/", routes::index)
        .get("/v1", routes::index)
        .get("/v1/feeds", as("feeds", routes::feeds))
        .get("/v1/feeds/{feed}", as("feed", routes::feed))
        .get("/v1/feeds/{feed}/timeline", as("timeline", routes::timeline))
        .get("/v1/sound-events", as("sound-events", routes::soundEvents))
        .get("/v1/alerts", as("alerts", routes::alerts))
        .get("/v1/rules", as("rules", routes::rules))
        .get("/v1/instances", as("instances", routes::instances));
  }

  private static Handler as(String resource, Handler handler) {
    return ctx -> {
      ctx.attribute(RESOURCE, resource);
      handler.handle(ctx);
    };
  }

  private void measure(Context ctx) {
    String resource = ctx.attribute(RESOURCE);
    Long began = ctx.attribute(BEGAN);
    if (resource != null && began != null) {
      meters.answered(
          resource, ctx.status().getCode(), Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Holdings held() {
    return Optional.ofNullable(holdings.get())
        .orElseThrow(
            () -> RefusedException.notNow("The application starts; ask again in a moment.", null));
  }

  /** From now on there is something to tell. */
  public void serve(Holdings held) {
    holdings.set(held);
  }

  public void bindTo(MeterRegistry registry) {
    meters.bindTo(registry);
  }

  /** Where to ask on this machine. */
  public String address() {
    return "http://" + new Instance(config.host(), config.port());
  }

  @Override
  public void close() {
    server.stop();
    meters.close();
  }
}
