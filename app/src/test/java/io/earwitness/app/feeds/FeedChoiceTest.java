package io.earwitness.app.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.app.CommandException;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedChoiceTest {
  @Test
  void takesAFileUnderANameAndTheSceneUnderItsOwn() {
    FeedChoice kitchen = FeedChoice.parse("kitchen=a folder/x=1.flac");
    assertThat(kitchen.feedId()).isEqualTo("kitchen");
    assertThat(kitchen.source().path()).isEqualTo(Path.of("a folder/x=1.flac"));
    assertThat(kitchen.isRecording()).isTrue();
    assertThat(kitchen.isLive()).isFalse();
    assertThat(FeedChoice.parse("demo").isLive()).isTrue();
    assertThat(FeedChoice.parse("radio=http://radio.example/live").isLive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kitchen", "=x.wav", "kitchen="})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> FeedChoice.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("NAME=SOURCE");
  }

  @Test
  void refusesABadAddressWithoutItsPassword() {
    assertThatThrownBy(() -> FeedChoice.parse("cam=rtsp://me:hunter2@bad host/"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cam")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesAFileThatIsMissing() {
    assertThatThrownBy(() -> FeedChoice.parse("a=nothing.wav").open())
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("nothing.wav");
  }

  @Test
  void opensANewSceneEachTime() throws Exception {
    var one = FeedChoice.parse("demo").open();
    assertThat(one.live()).isTrue();
    assertThat(one.feedId()).isEqualTo("demo");
    one.source().close();
  }
}
