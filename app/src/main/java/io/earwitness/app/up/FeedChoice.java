package io.earwitness.app.up;

import io.earwitness.app.CommandException;
import io.earwitness.ingest.Recording;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A feed that was asked for on the command line.
 *
 * @param file nothing for the built-in scene
 */
public record FeedChoice(String feedId, Optional<Path> file) {
  private static final String DEMO = "demo";

  /**
   * Reads {@code NAME=FILE} or {@code demo}.
   *
   * @throws CommandException if it is neither
   */
  public static FeedChoice parse(String text) {
    if (text.equals(DEMO)) {
      return new FeedChoice(DEMO, Optional.empty());
    }
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new CommandException(
          "--feed %s: expected NAME=FILE, or demo for the built-in scene.".formatted(text));
    }
    return new FeedChoice(
        text.substring(0, equals), Optional.of(Path.of(text.substring(equals + 1))));
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

  public boolean isLive() {
    return file.isEmpty();
  }

  /**
   * Opens what is to be played.
   *
   * @throws CommandException if the name can't be a feed's
   * @throws MediaException if the file is missing or holds no audio that can be read
   */
  public Recording open() throws MediaException {
    try {
      return file.isPresent()
          ? Recording.ofFile(feedId, file.get())
          : Recording.ofDemo(feedId, ThreadLocalRandom.current().nextInt(1_000_000), Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
