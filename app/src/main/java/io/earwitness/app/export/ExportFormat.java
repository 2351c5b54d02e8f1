package io.earwitness.app.export;

import io.earwitness.app.print.EventPrinter;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How captions are written to a file. */
public enum ExportFormat {
  /** WebVTT, as browsers show it. */
  VTT,
  /** SubRip, as players show it. */
  SRT,
  /** One object of JSON a line, as {@code tail captions --json} prints it. */
  JSONL,
  /** RFC 4180, with a header. */
  CSV;

  private static final String CSV_HEADER =
      "feed,session,window,begin,end,caption,confidence,sounds,rms_dbfs,peak_dbfs,missing_share,caption_id";

  /**
   * The lines of a file.
   *
   * @param captions of one feed, by their begins
   * @param zero what times in VTT and SRT are counted from
   */
  public List<String> lines(List<CaptionEvent> captions, Instant zero) {
    return switch (this) {
      case VTT -> vtt(Cues.of(captions, zero), zero);
      case SRT -> srt(Cues.of(captions, zero));
      case JSONL -> captions.stream().map(EventPrinter.json()::caption).toList();
      case CSV -> csv(captions);
    };
  }

  private static List<String> vtt(List<Cue> cues, Instant zero) {
    List<String> lines = new java.util.ArrayList<>();
    lines.addAll(List.of("WEBVTT", "", "NOTE 00:00:00.000 is %s".formatted(zero), ""));
    cues.forEach(cue -> lines.addAll(vttCue(cue)));
    return lines;
  }

  static List<String> vttCue(Cue cue) {
    return List.of(
        "%s --> %s".formatted(time(cue.begin(), '.'), time(cue.end(), '.')),
        cue.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "");
  }

  /**
   * The begin of the first caption's session.
   *
   * @param captions of one feed, by their begins; at least one
   */
  public static Instant zeroOf(List<CaptionEvent> captions) {
    CaptionEvent first = captions.get(0);
    return first.begin().minus(first.rate().durationOf(first.firstSample()));
  }

  private static List<String> srt(List<Cue> cues) {
    List<String> lines = new java.util.ArrayList<>();
    for (int i = 0; i < cues.size(); i++) {
      Cue cue = cues.get(i);
      lines.add(Integer.toString(i + 1));
      lines.add("%s --> %s".formatted(time(cue.begin(), ','), time(cue.end(), ',')));
      lines.add(cue.text());
      lines.add("");
    }
    return lines;
  }

  static String time(Duration at, char separator) {
    return "%02d:%02d:%02d%c%03d"
        .formatted(
            at.toHours(), at.toMinutesPart(), at.toSecondsPart(), separator, at.toMillisPart());
  }

  private static List<String> csv(List<CaptionEvent> captions) {
    List<String> lines = new java.util.ArrayList<>(List.of(CSV_HEADER));
    for (CaptionEvent caption : captions) {
      lines.add(
          String.join(
              ",",
              quoted(caption.feedId()),
              quoted(caption.sessionId()),
              Long.toString(caption.windowIndex()),
              caption.begin().toString(),
              caption.end().toString(),
              quoted(caption.captioning().text()),
              number(caption.captioning().confidence()),
              quoted(sounds(caption)),
              number(caption.level().rmsDbfs()),
              number(caption.level().peakDbfs()),
              number(caption.missingShare()),
              caption.captionId()));
    }
    return lines;
  }

  private static String sounds(CaptionEvent caption) {
    return caption.captioning().sounds().stream()
        .map(HeardSound::label)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A spreadsheet must not take a text for a formula. */
  private static String quoted(String text) {
    String safe = text.matches("(?s)[=+@-].*") ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
