package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedsFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows the feeds of a file. */
@Command(
    name = "list",
    header = "Shows the feeds of the file of feeds, without passwords.",
    description = {"", "Feeds that `up --feed` names are not in a file, and not shown."})
final class FeedsListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FeedsFileOptions file;

  FeedsListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!Files.exists(file.file())) {
      throw new CommandException(
          "There is no file %s; `feeds add NAME=SOURCE` makes it.".formatted(file.file()));
    }
    List<FeedChoice> choices = FeedsFile.look(file.file());
    int width = choices.stream().mapToInt(choice -> choice.feedId().length()).max().orElse(0);
    for (FeedChoice choice : choices) {
      console.result(
          ("%-" + Math.max(10, width) + "s %s%s")
              .formatted(choice.feedId(), choice.source(), options(choice)));
    }
    console.progress(
        "%d %s in %s"
            .formatted(choices.size(), choices.size() == 1 ? "feed" : "feeds", file.file()));
    return ExitCode.OK;
  }

  private static String options(FeedChoice choice) {
    List<String> words = new ArrayList<>();
    if (!choice.options().enabled()) {
      words.add("off");
    }
    choice
        .options()
        .encoding()
        .ifPresent(encoding -> words.add(encoding.name().toLowerCase(Locale.ROOT)));
    choice.options().chunkLength().ifPresent(length -> words.add(length.toMillis() + " ms chunks"));
    new TreeMap<>(choice.options().labels()).forEach((key, value) -> words.add(key + "=" + value));
    return words.isEmpty() ? "" : "  [%s]".formatted(String.join(", ", words));
  }
}
