package io.earwitness.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.page.Heard;
import io.earwitness.captioner.event.CaptionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportFormatTest {
  private static final List<CaptionEvent> CAPTIONS =
      List.of(
          Heard.caption("yard", 0, "rain falls"),
          Heard.caption("yard", 1, "rain falls"),
          Heard.caption("yard", 2, "\"woof\" & <rain>", "dog_bark"),
          Heard.caption("yard", 8, "=1+1"));

  @Test
  void cuesFollowEachOtherAndWhatSaysTheSameGoesOn() {
    assertThat(ExportFormat.VTT.lines(CAPTIONS, Heard.NOON))
        .containsExactly(
            "WEBVTT",
            "",
            "NOTE 00:00:00.000 is 2026-03-01T12:00:00Z",
            "",
            "00:00:00.000 --> 00:00:10.000",
            "rain falls",
            "",
            "00:00:10.000 --> 00:00:20.000",
            "\"woof\" &amp; &lt;rain&gt;",
            "",
            "00:00:40.000 --> 00:00:50.000",
            "=1+1",
            "");
  }

  @Test
  void subRipCountsItsCues() {
    assertThat(ExportFormat.SRT.lines(CAPTIONS, Heard.NOON))
        .startsWith("1", "00:00:00,000 --> 00:00:10,000", "rain falls", "", "2");
  }

  @Test
  void whatLiesBeforeTheZeroIsCutOff() {
    assertThat(ExportFormat.SRT.lines(CAPTIONS, Heard.NOON.plusSeconds(12)))
        .startsWith("1", "00:00:00,000 --> 00:00:08,000", "\"woof\" & <rain>");
  }

  @Test
  void aTableQuotesTextsAndHoldsNoFormulas() {
    List<String> lines = ExportFormat.CSV.lines(CAPTIONS, Heard.NOON);

    assertThat(lines).hasSize(5);
    assertThat(lines.get(3)).contains("\"\"\"woof\"\" & <rain>\"", "\"dog_bark\"");
    assertThat(lines.get(4)).contains("\"'=1+1\"");
  }

  @Test
  void linesOfJsonAreOneACaption() {
    assertThat(ExportFormat.JSONL.lines(CAPTIONS, Heard.NOON))
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"captionId\":"));
  }
}
