package io.earwitness.app.page.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.page.Heard;
import io.earwitness.app.page.live.LiveHub;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.PcmChunkDecoder;
import io.earwitness.captioner.audio.SampleRate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedBoardTest {
  private static final int RATE = 16_000;

  private final HandClock clock = new HandClock();
  private final Map<String, SourceState> sources = new HashMap<>();
  private final FeedBoard board =
      new FeedBoard(
          new LiveHub(1),
          new StripMaker(new PcmChunkDecoder(), true),
          Duration.ofSeconds(10),
          clock,
          () -> sources);
  private long second;

  @Test
  void aFeedThatStopsWithoutAWordIsLostAndComesBack() {
    hear("yard", 0.5, false);
    assertThat(status("yard")).isEqualTo("live");
    clock.now = clock.now.plusSeconds(9);
    assertThat(status("yard")).isEqualTo("live");
    clock.now = clock.now.plusSeconds(2);
    assertThat(status("yard")).isEqualTo("lost");
    hear("yard", 0.5, false);
    assertThat(status("yard")).isEqualTo("live");
  }

  @Test
  void aFeedThatEndsInAnOrderlyWayIsNotLost() {
    hear("yard", 0.5, true);
    clock.now = clock.now.plusSeconds(100);

    assertThat(status("yard")).isEqualTo("ended");
  }

  @Test
  void aFeedIsSilentAfterTenSecondsOfSilenceAndNotBefore() {
    for (int i = 0; i < 9; i++) {
      hear("yard", 0, false);
    }
    assertThat(status("yard")).isEqualTo("live");
    hear("yard", 0, false);
    assertThat(status("yard")).isEqualTo("silent");
    hear("yard", 0.5, false);
    assertThat(status("yard")).isEqualTo("live");
  }

  @Test
  void oneFeedsStateIsNoOthers() {
    hear("yard", 0.5, false);
    clock.now = clock.now.plusSeconds(11);
    hear("hall", 0.5, false);
    board.know(java.util.List.of("cellar"));

    assertThat(status("yard")).isEqualTo("lost");
    assertThat(status("hall")).isEqualTo("live");
    assertThat(status("cellar")).isEqualTo("asleep");
  }

  @Test
  void aFeedThatIsPlayedWaitsUntilItIsHeardAndSaysWhy() {
    sources.put("yard", new SourceState(Heard.NOON, "nobody answers"));
    assertThat(node("yard").get("status").asText()).isEqualTo("waiting");
    assertThat(node("yard").get("since").asLong()).isEqualTo(Heard.NOON.toEpochMilli());
    assertThat(node("yard").get("reason").asText()).isEqualTo("nobody answers");

    hear("yard", 0.5, false);
    assertThat(node("yard").get("status").asText()).isEqualTo("live");
    assertThat(node("yard").get("reason").asText()).isEmpty();
    clock.now = clock.now.plusSeconds(11);
    assertThat(node("yard").get("status").asText()).isEqualTo("lost");
    assertThat(node("yard").get("reason").asText()).isEqualTo("nobody answers");
  }

  @Test
  void theCardShowsTheNewestCaptionEvenIfAnOlderOneComesLater() {
    board.captioned(Heard.caption("yard", 1, "newer"));
    board.captioned(Heard.caption("yard", 0, "older"));

    assertThat(board.json().get(0).get("caption").get("text").asText()).isEqualTo("newer");
  }

  @Test
  void aChunkThatCannotBeReadIsNotDrawnButKeepsTheFeedAlive() {
    AudioChunk chunk =
        new AudioChunk(
            "yard",
            "s",
            0,
            RATE,
            Heard.NOON,
            new AudioFormat(new SampleRate(RATE), 1),
            ChunkEncoding.PCM_S16LE,
            new byte[3],
            false,
            Map.of());
    board.heard(new Followed<>(chunk, 0, 0, false));

    assertThat(status("yard")).isEqualTo("live");
    assertThat(board.json().get(0).get("strips")).isEmpty();
  }

  private String status(String feed) {
    return node(feed).get("status").asText();
  }

  private JsonNode node(String feed) {
    for (JsonNode node : board.json()) {
      if (node.get("feed").asText().equals(feed)) {
        return node;
      }
    }
    throw new AssertionError("no feed " + feed);
  }

  private void hear(String feed, double amplitude, boolean end) {
    byte[] payload = new byte[2 * RATE];
    for (int i = 0; i < payload.length; i += 2) {
      payload[i + 1] = (byte) (amplitude * 127);
    }
    AudioChunk chunk =
        new AudioChunk(
            feed,
            "s",
            second * RATE,
            RATE,
            Heard.NOON.plusSeconds(second),
            new AudioFormat(new SampleRate(RATE), 1),
            ChunkEncoding.PCM_S16LE,
            payload,
            end,
            Map.of());
    second++;
    board.heard(new Followed<>(chunk, 0, second, false));
  }

  private static final class HandClock extends Clock {
    private Instant now = Heard.NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
