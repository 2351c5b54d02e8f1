package io.earwitness.app.up;

import io.earwitness.app.CommandException;
import io.earwitness.ingest.Recording;
import io.earwitness.ingest.live.SourceAddress;
import io.earwitness.media.MediaException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A feed that was asked for on the command line. */
public record FeedChoice(String feedId, SourceAddress source) {
  private static final String DEMO = "demo";

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
    Set<String> names = new HashSet<>();
    for (FeedChoice choice : choices) {
      if (!names.add(choice.feedId())) {
        throw new CommandException("Two feeds are called %s.".formatted(choice.feedId()));
      }
    }
    return choices;
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
