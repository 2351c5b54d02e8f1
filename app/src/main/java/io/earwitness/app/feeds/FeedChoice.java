package io.earwitness.app.feeds;

import io.earwitness.app.CommandException;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.live.SourceAddress;
import io.earwitness.media.MediaException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** A feed that was asked for on the command line or in a file of feeds. */
public record FeedChoice(String feedId, SourceAddress source, FeedOptions options) {
  private static final String DEMO = "demo";

  /** As the settings say. */
  public FeedChoice(String feedId, SourceAddress source) {
    this(feedId, source, FeedOptions.NONE);
  }

  /**
   * Reads {@code NAME=SOURCE}, where the source is a file, an address or a device, or {@code demo}.
   *
   * @throws CommandException if it is neither; its message shows no password
   */
  public static FeedChoice parse(String text) {
    if (text.equals(DEMO)) {
      return new FeedChoice(DEMO, SourceAddress.parse(DEMO));
    }
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new CommandException(
          "--feed: expected NAME=SOURCE (a file, an address or a device), or demo for the built-in scene.");
    }
    String name = text.substring(0, equals);
    try {
      Recording.requireFeedId(name);
      return new FeedChoice(name, SourceAddress.parse(text.substring(equals + 1)));
    } catch (IllegalArgumentException e) {
      throw new CommandException("--feed %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Reads several.
   *
   * @throws CommandException if one is neither, or two have the same name
   */
  public static List<FeedChoice> parseAll(List<String> texts) {
    List<FeedChoice> choices = texts.stream().map(FeedChoice::parse).toList();
    requireDistinct(choices);
    return choices;
  }

  /**
   * Several lists as one, without the feeds that are switched off.
   *
   * @throws CommandException if two have the same name
   */
  public static List<FeedChoice> allOf(List<FeedChoice> some, List<FeedChoice> others) {
    List<FeedChoice> all = new ArrayList<>(some);
    all.addAll(others);
    requireDistinct(all);
    return all.stream().filter(choice -> choice.options().enabled()).toList();
  }

  private static void requireDistinct(List<FeedChoice> choices) {
    Set<String> names = new HashSet<>();
    for (FeedChoice choice : choices) {
      if (!names.add(choice.feedId())) {
        throw new CommandException("Two feeds are called %s.".formatted(choice.feedId()));
      }
    }
  }

  /**
   * Opens those that are played from recordings: all of them or none.
   *
   * @throws CommandException if a name can't be a feed's
   * @throws MediaException if a file is missing or holds no audio that can be read
   */
  public static List<Recording> openAll(List<FeedChoice> choices) throws MediaException {
    List<Recording> opened = new ArrayList<>();
    try {
      for (FeedChoice choice : choices) {
        if (choice.isRecording()) {
          opened.add(choice.open());
        }
      }
      return opened;
    } catch (MediaException | RuntimeException e) {
      opened.forEach(recording -> recording.source().close());
      throw e;
    }
  }

  /** The labels that feeds' own options give, by the feeds' names. */
  public static Map<String, Map<String, String>> labels(List<FeedChoice> choices) {
    return choices.stream()
        .collect(Collectors.toMap(FeedChoice::feedId, choice -> choice.options().labels()));
  }

  /** Whether it would be played in the same way. */
  boolean playsLike(FeedChoice other) {
    return feedId.equals(other.feedId)
        && source.equals(other.source)
        && options.withoutLabels().equals(other.options.withoutLabels());
  }

  /** Whether it is heard only now: it never ends by itself. */
  public boolean isLive() {
    return source.live();
  }

  /** Whether it is played from a recording: a file, or the built-in scene. */
  public boolean isRecording() {
    return source.kind() == SourceAddress.Kind.FILE || source.kind() == SourceAddress.Kind.DEMO;
  }

  /**
   * Opens what is to be played.
   *
   * @throws CommandException if the name can't be a feed's
   * @throws MediaException if the file is missing or holds no audio that can be read
   */
  public Recording open() throws MediaException {
    try {
      return source.kind() == SourceAddress.Kind.FILE
          ? Recording.ofFile(feedId, source.path())
          : Recording.ofDemo(feedId, ThreadLocalRandom.current().nextInt(1_000_000), Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
