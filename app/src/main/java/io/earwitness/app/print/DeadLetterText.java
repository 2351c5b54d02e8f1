package io.earwitness.app.print;

import io.earwitness.app.deadletter.KeptLetter;
import io.earwitness.captioner.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Dead letters for people. */
public final class DeadLetterText {
  private static final int SHOWN_BYTES = 64;
  private static final String ROW = "%-12s %s";

  private DeadLetterText() {}

  /** On one line, its id first. */
  public static String line(KeptLetter kept, ZoneId zone) {
    return "%-8s %s".formatted(kept.id(), EventPrinter.text(zone).deadLetter(kept.letter()));
  }

  /** On a line for each thing that there is to know. */
  public static List<String> full(KeptLetter kept, ZoneId zone) {
    DeadLetter letter = kept.letter();
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("id", kept.id()));
    lines.add(ROW.formatted("reason", letter.reason()));
    lines.add(ROW.formatted("sentence", letter.sentence()));
    lines.add(ROW.formatted("refused by", letter.stage()));
    lines.add(ROW.formatted("refused at", letter.failedAt().atZone(zone).toOffsetDateTime()));
    lines.add(ROW.formatted("feed", letter.feedId() == null ? "unknown" : letter.feedId()));
    lines.add(
        ROW.formatted(
            "came from",
            "%s-%d at %d, of %s"
                .formatted(
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    letter.recordTime().atZone(zone).toOffsetDateTime())));
    lines.add(ROW.formatted("key", letter.key() == null ? "none" : printable(letter.key())));
    letter
        .headers()
        .forEach(
            header ->
                lines.add(
                    ROW.formatted(
                        "header",
                        header.key()
                            + ": "
                            + (header.value() == null ? "none" : printable(header.value())))));
    lines.add(
        ROW.formatted(
            "value", "%d bytes, SHA-256 %s".formatted(letter.valueBytes(), letter.valueSha256())));
    if (letter.value() != null) {
      int shown = Math.min(SHOWN_BYTES, letter.value().length);
      lines.add(
          ROW.formatted(
              "begins with", HexFormat.ofDelimiter(" ").formatHex(letter.value(), 0, shown)));
    }
    return lines;
  }

  /** Text as it is; anything else, which might upset a terminal, as hex digits. */
  private static String printable(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isText = text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
    return isText ? text : "0x" + HexFormat.of().formatHex(bytes);
  }
}
