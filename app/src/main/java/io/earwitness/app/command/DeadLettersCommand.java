package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.ExistingTopic;
import io.earwitness.app.deadletter.DeadLetterBox;
import io.earwitness.app.deadletter.KeptLetter;
import io.earwitness.app.deadletter.LetterFilter;
import io.earwitness.app.deadletter.Resender;
import io.earwitness.app.print.DeadLetterText;
import io.earwitness.app.print.EventPrinter;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.settings.Settings;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at what could not be used, and sends it again. */
@Command(
    name = "dead-letters",
    header = "Lists and shows records that could not be used, and sends them again.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "Each is named by partition and offset on the topic of dead letters: 0-17 is the one at offset "
          + "17 of partition 0."
    })
final class DeadLettersCommand {
  private final Console console;
  private final Path home;

  DeadLettersCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  /** Which letters are meant. */
  static final class FilterOptions {
    @Option(names = "--feed", paramLabel = "NAME", description = "Only of this feed.")
    private String feed;

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "Only for this reason: ${COMPLETION-CANDIDATES}")
    private DeadLetter.Reason reason;

    LetterFilter filter(List<String> ids) {
      return new LetterFilter(
          Set.copyOf(ids), Optional.ofNullable(feed), Optional.ofNullable(reason));
    }

    boolean isEmpty() {
      return feed == null && reason == null;
    }
  }

  @Command(name = "list", header = "One line for each dead letter, oldest first.")
  int list(
      @Mixin FilterOptions filter,
      @Mixin ConnectionOptions connection,
      @Option(names = "--json", description = "Print one object a line.") boolean json) {
    EventPrinter objects = EventPrinter.json();
    int[] count = {0};
    read(
        connection.settings(home),
        filter.filter(List.of()),
        kept -> {
          count[0]++;
          console.result(
              json
                  ? objects.deadLetter(kept.letter())
                  : DeadLetterText.line(kept, ZoneId.systemDefault()));
        });
    if (count[0] == 0) {
      console.progress("There are no such dead letters.");
    }
    return ExitCode.OK;
  }

  @Command(name = "show", header = "Everything about one dead letter.")
  int show(
      @Parameters(paramLabel = "ID", description = "Such as 0-17.") String id,
      @Mixin ConnectionOptions connection) {
    KeptLetter kept = only(connection.settings(home), id);
    DeadLetterText.full(kept, ZoneId.systemDefault()).forEach(console::result);
    return ExitCode.OK;
  }

  @Command(
      name = "resend",
      header = "Sends dead letters to the topic that they came from.",
      description = {
        "",
        "Do so once the reason is gone: a chunk that came too late is too late again, and one that "
            + "was captioned in the meantime is dropped as a repeat. Name letters, or choose by "
            + "--feed and --reason, or say --all."
      })
  int resend(
      @Parameters(arity = "0..*", paramLabel = "ID", description = "Such as 0-17.")
          List<String> ids,
      @Mixin FilterOptions filter,
      @Option(names = "--all", description = "All that there are.") boolean all,
      @Option(names = "--dry-run", description = "Only say what would be sent.") boolean dryRun,
      @Mixin ConnectionOptions connection)
      throws InterruptedException {
    List<String> wanted = ids == null ? List.of() : ids;
    if (wanted.isEmpty() && filter.isEmpty() && !all) {
      throw new CommandException("Say which dead letters: by id, --feed, --reason, or --all.");
    }
    Settings settings = connection.settings(home);
    List<KeptLetter> found = new ArrayList<>();
    read(settings, filter.filter(wanted), found::add);
    requireAll(wanted, found);
    return send(settings, found, dryRun);
  }

  private int send(Settings settings, List<KeptLetter> letters, boolean dryRun)
      throws InterruptedException {
    int sent = 0;
    try (var resender = new Resender(KafkaConnection.of(settings))) {
      for (KeptLetter kept : letters) {
        Optional<String> obstacle = Resender.obstacle(kept);
        if (obstacle.isPresent()) {
          console.problem(obstacle.get());
          continue;
        }
        if (!dryRun) {
          resender.resend(kept);
        }
        sent++;
        console.result(
            "%s %s %s"
                .formatted(kept.id(), dryRun ? "would go to" : "sent to", kept.letter().topic()));
      }
    }
    console.progress(
        "%d of %d %s.".formatted(sent, letters.size(), dryRun ? "would be sent" : "sent"));
    return sent == letters.size() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private KeptLetter only(Settings settings, String id) {
    List<KeptLetter> found = new ArrayList<>();
    read(settings, new LetterFilter(Set.of(id), Optional.empty(), Optional.empty()), found::add);
    requireAll(List.of(id), found);
    return found.get(0);
  }

  private static void requireAll(List<String> ids, List<KeptLetter> found) {
    List<String> seen = found.stream().map(KeptLetter::id).toList();
    ids.stream()
        .filter(id -> !seen.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new CommandException(
                  "There is no dead letter %s; `earwitness dead-letters list` names all."
                      .formatted(id));
            });
  }

  private void read(Settings settings, LetterFilter filter, Consumer<KeptLetter> handler) {
    String topic = Topics.of(settings).deadLetters().name();
    KafkaConnection kafka = KafkaConnection.of(settings);
    ExistingTopic.require(kafka, topic, ".");
    try (DeadLetterBox box = DeadLetterBox.open(kafka, RegistryConnection.of(settings), topic)) {
      box.forEach(
          kept -> {
            if (filter.test(kept)) {
              handler.accept(kept);
            }
          });
    }
  }
}
