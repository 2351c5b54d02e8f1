package io.earwitness.app.page;

import io.earwitness.app.CommandException;
import io.earwitness.app.page.feeds.AlertBook;
import io.earwitness.app.page.feeds.FeedBoard;
import io.earwitness.app.page.feeds.SourceState;
import io.earwitness.app.page.feeds.StripMaker;
import io.earwitness.app.page.history.Search;
import io.earwitness.app.page.history.TimelineHistory;
import io.earwitness.app.page.live.LiveHub;
import io.earwitness.app.page.live.LiveStream;
import io.earwitness.app.page.rules.RuleDesk;
import io.earwitness.app.page.rules.RuleRoutes;
import io.earwitness.app.page.sound.ChunkArchive;
import io.earwitness.app.page.sound.SoundShelf;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.media.MediaChunkDecoder;
import io.earwitness.onnx.text.TextEmbedder;
import io.earwitness.topology.Timeline;
import io.earwitness.web.Answers;
import io.earwitness.web.Guard;
import io.earwitness.web.Listening;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves the page. Closing it lets all readers go. */
public final class PageServer implements AutoCloseable {
  private static final Duration SEARCH_BUDGET = Duration.ofSeconds(2);

  private final PageConfig config;
  private final LiveHub hub;
  private final PageTopics topics;
  private final Optional<SoundShelf> sound;
  private final Javalin server;

  private PageServer(
      PageConfig config,
      LiveHub hub,
      PageTopics topics,
      Optional<SoundShelf> sound,
      Javalin server) {
    this.config = config;
    this.hub = hub;
    this.topics = topics;
    this.sound = sound;
    this.server = server;
  }

  /**
   * What the page shows.
   *
   * @param texts the model's text tower, where it has one
   * @param rules where rules are read and changed
   * @param played how the sources of the feeds that are played here are doing
   */
  public record Sources(
      KafkaConnection kafka,
      RegistryConnection registry,
      Topics topics,
      Timeline timeline,
      CaptionerInfo captioner,
      Optional<TextEmbedder> texts,
      RuleDesk rules,
      Supplier<Map<String, SourceState>> played) {}

  /**
   * Starts to serve.
   *
   * @throws CommandException if the address is in use
   */
  public static PageServer start(PageConfig config, Sources sources) {
    Clock clock = Clock.systemUTC();
    var hub = new LiveHub(config.connections());
    var decoder = new MediaChunkDecoder();
    var board =
        new FeedBoard(
            hub,
            new StripMaker(decoder, config.audio()),
            config.lostAfter(),
            clock,
            sources.played());
    var alerts = new AlertBook(hub);
    var history = new TimelineHistory(sources.timeline());
    Optional<SoundShelf> sound =
        config.audio()
            ? Optional.of(
                new SoundShelf(
                    new ChunkArchive(
                        sources.kafka(), sources.registry(), sources.topics().chunks().name()),
                    board,
                    history,
                    decoder))
            : Optional.empty();
    var routes =
        new PageRoutes(
            board,
            alerts,
            hub,
            history,
            new Search(history, SEARCH_BUDGET),
            sound,
            sources.captioner(),
            sources.texts(),
            clock);
    try {
      var rules = new RuleRoutes(sources.rules(), config.rules(), clock);
      Javalin server = listen(config, routes, rules, hub);
      PageTopics topics =
          PageTopics.follow(sources.kafka(), sources.registry(), sources.topics(), board, alerts);
      return new PageServer(config, hub, topics, sound, server);
    } catch (RuntimeException e) {
      sound.ifPresent(SoundShelf::close);
      throw e;
    }
  }

  private static Javalin listen(
      PageConfig config, PageRoutes routes, RuleRoutes rules, LiveHub hub) {
    try {
      return Listening.start(served(config, routes, rules, hub), config.host(), config.port());
    } catch (JavalinBindException e) {
      if (!config.portMayDiffer()) {
        throw new CommandException(
            "The page can't be served: %s:%d is in use or may not be used; choose another with --page-port."
                .formatted(config.host(), config.port()),
            e);
      }
      return Listening.start(served(config, routes, rules, hub), config.host(), 0);
    }
  }

  private static Javalin served(
      PageConfig config, PageRoutes routes, RuleRoutes rules, LiveHub hub) {
    return Javalin.create(
        server -> {
          Answers.in(server);
          server.staticFiles.add(
              files -> {
                files.hostedPath = "/";
                files.directory = "/page";
                files.location = Location.CLASSPATH;
                files.headers = Map.of("Cache-Control", "no-cache");
              });
          addRoutes(server, Guard.ofPage(config.token()), routes, hub);
          rules.addTo(server.routes);
        });
  }

  private static void addRoutes(JavalinConfig server, Guard guard, PageRoutes routes, LiveHub hub) {
    server
        .routes
        .before(guard::check)
        .get("/api/wall", routes::wall)
        .get("/api/feeds/{feed}/timeline", routes::timeline)
        .get("/api/feeds/{feed}/captions/{id}", routes::caption)
        .get("/api/feeds/{feed}/audio.wav", routes::audio)
        .get("/api/feeds/{feed}/spectrogram", routes::spectrogram)
        .get("/api/search", routes::search)
        .get("/api/alerts", routes::alerts)
        .sse("/api/live", new LiveStream(hub)::serve);
  }

  /** Where to open it; with the token, where one is needed. */
  public String address() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    String address = "http://%s:%d/".formatted(host, server.port());
    return config.token().map(token -> address + "?token=" + token).orElse(address);
  }

  @Override
  public void close() {
    hub.close();
    topics.close();
    server.stop();
    sound.ifPresent(SoundShelf::close);
  }
}
