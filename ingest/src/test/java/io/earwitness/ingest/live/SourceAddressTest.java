package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.media.StreamInput;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  @ParameterizedTest
  @CsvSource({
    "demo, DEMO",
    "recording.flac, FILE",
    "/a/b c.wav, FILE",
    "file:/a/b.wav, FILE",
    "http://radio.example/live.mp3, STREAM",
    "https://radio.example/live.m3u8, STREAM",
    "rtsp://camera.example/stream, STREAM",
    "tcp://0.0.0.0:9000?listen&rate=16000, TCP",
    "stdin:?rate=48000&channels=2, STDIN",
    "alsa:hw:1, DEVICE",
    "pulse:default, DEVICE",
    "mic, DEVICE"
  })
  void everyKindOfSourceIsKnownByItsAddress(String text, SourceAddress.Kind kind) {
    assertThat(SourceAddress.parse(text).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://admin:hunter2@camera.example/stream",
        "http://hunter2@radio.example/live",
        "https://radio.example/live?key=hunter2",
        "http://user:p@hunter2@radio.example/live",
        "rtsp://admin:hunter2@camera.example/s?token=hunter2#hunter2"
      })
  void passwordsAreNeverShown(String text) {
    SourceAddress address = SourceAddress.parse(text);

    assertThat(address.toString()).doesNotContain("hunter2").contains(".example/");
    assertThat(address.input(Duration.ofSeconds(1)).toString()).doesNotContain("hunter2");
    // FFmpeg is told all of it.
    assertThat(address.input(Duration.ofSeconds(1)).address()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http:///no-host",
        "gopher://x/y",
        "tcp://localhost:1",
        "tcp://localhost:1?rate=1",
        "stdin:?rate=16000&channels=0",
        "stdin:?rate=16000&format=mp3",
        "http://user:hunter2@bad host/"
      })
  void whatIsNoAddressIsRefusedInOneSentenceWithoutPasswords(String text) {
    assertThatThrownBy(() -> SourceAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void rawSoundSaysWhatItIs() {
    StreamInput input =
        SourceAddress.parse("tcp://0.0.0.0:9000?listen&rate=22050&channels=2&format=f32le")
            .input(Duration.ofSeconds(3));

    assertThat(input.address()).isEqualTo("tcp://0.0.0.0:9000?listen=1");
    assertThat(input.format()).isEqualTo("f32le");
    assertThat(input.options())
        .containsEntry("sample_rate", "22050")
        .containsEntry("ch_layout", "2c");
  }
}
