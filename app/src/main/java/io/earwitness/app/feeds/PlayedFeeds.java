package io.earwitness.app.feeds;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.ingest.Recording;
import io.earwitness.media.MediaException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The feeds that are played now. When others are wanted, only what differs is begun or ended: the
 * rest goes on undisturbed. For one thread after the start.
 */
public final class PlayedFeeds {
  private final FeedStarter starter;
  private final FeedPlayers players;
  private final FeedLabels labels;
  private final Consumer<Recording> onNew;
  private final Console console;
  private Map<String, FeedChoice> current = new LinkedHashMap<>();

  /**
   * @param labels told those that the feeds' options give
   * @param onNew told of each recording before it is played
   */
  public PlayedFeeds(
      FeedStarter starter,
      FeedPlayers players,
      FeedLabels labels,
      Consumer<Recording> onNew,
      Console console) {
    this.starter = starter;
    this.players = players;
    this.labels = labels;
    this.onNew = onNew;
    this.console = console;
  }

  /**
   * Begins.
   *
   * @param opened those among the feeds that are played from recordings
   * @throws CommandException if one of them can't be sent as it is asked for: then none is begun
   */
  public void start(List<FeedChoice> choices, List<Recording> opened) {
    requireFitting(choices, opened);
    play(choices, opened);
    keep(choices);
  }

  /**
   * Plays these and no others from now on. Feeds that are no longer wanted are told; if one that is
   * new can't be opened, nothing changes.
   *
   * @throws MediaException naming the recording that is missing or holds no audio
   */
  public void change(List<FeedChoice> wanted) throws MediaException, InterruptedException {
    Map<String, FeedChoice> byName = new HashMap<>();
    wanted.forEach(choice -> byName.put(choice.feedId(), choice));
    List<FeedChoice> begun = wanted.stream().filter(choice -> !isPlayed(choice)).toList();
    List<String> ended =
        current.values().stream()
            .filter(choice -> !isWanted(choice, byName))
            .map(FeedChoice::feedId)
            .toList();
    List<Recording> opened = FeedChoice.openAll(begun);
    requireFitting(begun, opened);
    players.stop(ended);
    ended.stream()
        .filter(feedId -> !byName.containsKey(feedId))
        .forEach(feedId -> console.progress("%s: no longer played".formatted(feedId)));
    opened.forEach(onNew);
    play(begun, opened);
    keep(wanted);
  }

  private static boolean isWanted(FeedChoice played, Map<String, FeedChoice> wanted) {
    FeedChoice then = wanted.get(played.feedId());
    return then != null && then.playsLike(played);
  }

  private boolean isPlayed(FeedChoice choice) {
    FeedChoice now = current.get(choice.feedId());
    return now != null && now.playsLike(choice);
  }

  private void requireFitting(List<FeedChoice> choices, List<Recording> opened) {
    Map<String, Recording> recordings = byName(opened);
    try {
      choices.stream()
          .filter(FeedChoice::isRecording)
          .forEach(choice -> starter.requireFitting(choice, recordings.get(choice.feedId())));
    } catch (CommandException e) {
      opened.forEach(recording -> recording.source().close());
      throw e;
    }
  }

  private static Map<String, Recording> byName(List<Recording> opened) {
    Map<String, Recording> recordings = new HashMap<>();
    opened.forEach(recording -> recordings.put(recording.feedId(), recording));
    return recordings;
  }

  private void play(List<FeedChoice> choices, List<Recording> opened) {
    Map<String, Recording> recordings = byName(opened);
    for (FeedChoice choice : choices) {
      if (choice.isRecording()) {
        starter.start(choice, recordings.get(choice.feedId()));
        console.progress("%s: plays %s".formatted(choice.feedId(), choice.source()));
      } else {
        starter.startLive(choice);
      }
    }
  }

  private void keep(List<FeedChoice> choices) {
    current = new LinkedHashMap<>();
    choices.forEach(choice -> current.put(choice.feedId(), choice));
    labels.give(FeedChoice.labels(choices));
  }
}
