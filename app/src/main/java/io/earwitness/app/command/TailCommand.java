package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.print.EventPrinter;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.settings.Settings;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints events as they come. */
@Command(
    name = "tail",
    header = "Prints captions, alerts, sound events, feed events or dead letters as they come.",
    description = {"", "Ctrl-C ends it."})
final class TailCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  /** What can be followed. */
  enum What {
    CAPTIONS,
    ALERTS,
    SOUND_EVENTS,
    FEED_EVENTS,
    DEAD_LETTERS;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Console console;
  private final Path home;

  @Parameters(
      paramLabel = "WHAT",
      converter = WhatConverter.class,
      description = "captions, alerts, sound-events, feed-events or dead-letters")
  private What what;

  @Option(names = "--feed", paramLabel = "NAME", description = "Only of this feed.")
  private String feed;

  @Option(names = "--from-beginning", description = "First all that there are.")
  private boolean fromBeginning;

  @Option(names = "--json", description = "Print one object a line.")
  private boolean json;

  @Option(
      names = "--embeddings",
      description = "With --json, the CLAP embedding of each caption too: `rules test` wants it.")
  private boolean embeddings;

  @Mixin private ConnectionOptions connection;

  TailCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  /** Takes the names as they are written on the command line. */
  static final class WhatConverter implements picocli.CommandLine.ITypeConverter<What> {
    @Override
    public What convert(String value) {
      for (What what : What.values()) {
        if (what.toString().equals(value)) {
          return what;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "expected captions, alerts, sound-events, feed-events or dead-letters but was '%s'"
              .formatted(value));
    }
  }

  @Override
  public Integer call() {
    Settings settings = connection.settings(home);
    Topics topics = Topics.of(settings);
    EventPrinter printer = printer();
    switch (what) {
      case CAPTIONS ->
          follow(
              settings,
              EventTypes.CAPTION,
              topics.captions(),
              CaptionEvent::feedId,
              printer::caption);
      case ALERTS ->
          follow(settings, EventTypes.ALERT, topics.alerts(), Alert::feedId, printer::alert);
      case SOUND_EVENTS ->
          follow(
              settings,
              EventTypes.SOUND_EVENT,
              topics.soundEvents(),
              SoundEvent::feedId,
              printer::soundEvent);
      case FEED_EVENTS ->
          follow(
              settings,
              EventTypes.FEED_EVENT,
              topics.feedEvents(),
              FeedEvent::feedId,
              printer::feedEvent);
      case DEAD_LETTERS ->
          follow(
              settings,
              EventTypes.DEAD_LETTER,
              topics.deadLetters(),
              DeadLetter::feedId,
              printer::deadLetter);
    }
    return ExitCode.OK;
  }

  private EventPrinter printer() {
    if (!json) {
      return EventPrinter.text(ZoneId.systemDefault());
    }
    return embeddings ? EventPrinter.jsonWithEmbeddings() : EventPrinter.json();
  }

  private <T> void follow(
      Settings settings,
      EventType<T> type,
      TopicDefinition topic,
      Function<T, String> feedOf,
      Function<T, String> line) {
    RulesTopics.requireTopic(settings, topic.name());
    try (EventFollower<T> follower = open(settings, type, topic.name())) {
      while (!console.readerGone()) {
        List<Followed<T>> events = follower.poll(POLL);
        for (Followed<T> followed : events) {
          if (feed == null || feed.equals(feedOf.apply(followed.event()))) {
            console.result(line.apply(followed.event()));
          }
        }
      }
    }
  }

  private <T> EventFollower<T> open(Settings settings, EventType<T> type, String topic) {
    KafkaConnection kafka = KafkaConnection.of(settings);
    RegistryConnection registry = RegistryConnection.of(settings);
    try (SchemaRegistry asked = SchemaRegistry.open(registry)) {
      asked.verify();
    }
    return fromBeginning
        ? EventFollower.fromBeginning(kafka, registry, type, topic)
        : EventFollower.fromEnd(kafka, registry, type, topic);
  }
}
