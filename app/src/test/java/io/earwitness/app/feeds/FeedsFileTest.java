package io.earwitness.app.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.app.CommandException;
import io.earwitness.app.yaml.YamlFileException;
import io.earwitness.captioner.audio.ChunkEncoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedsFileTest {
  private static final String WRITTEN =
      """
      # the whole site
      feeds:
        kitchen: recordings/kitchen.flac   # every morning
        garden:
          source: rtsp://camera.example/stream
          user: viewer
          password: ${env:GARDEN_PASSWORD}
          encoding: pcm-s16le
          chunk-length: 500ms
          # alert rules ask for it
          labels: {site: north}
        radio:
          source: http://radio.example/live.mp3
          enabled: false
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(folder.resolve("feeds.yaml"), WRITTEN);
  }

  @Test
  void saysWhatToPlayAndHow() {
    List<FeedChoice> feeds = read(Map.of("GARDEN_PASSWORD", "p@ss word"));
    assertThat(feeds).extracting(FeedChoice::feedId).containsExactly("kitchen", "garden", "radio");
    assertThat(feeds.get(0).source().path()).isEqualTo(folder.resolve("recordings/kitchen.flac"));
    FeedChoice garden = feeds.get(1);
    assertThat(garden.source().text())
        .isEqualTo("rtsp://viewer:p%40ss%20word@camera.example/stream");
    assertThat(garden.source()).asString().isEqualTo("rtsp://***@camera.example/stream");
    assertThat(garden.options().encoding()).contains(ChunkEncoding.PCM_S16LE);
    assertThat(garden.options().chunkLength()).contains(Duration.ofMillis(500));
    assertThat(garden.options().labels()).isEqualTo(Map.of("site", "north"));
    assertThat(FeedChoice.allOf(List.of(), feeds))
        .extracting(FeedChoice::feedId)
        .containsExactly("kitchen", "garden");
  }

  @Test
  void takesAPasswordFromAFileBesideIt() throws Exception {
    Files.writeString(folder.resolve("secret"), "hush\n");
    Files.writeString(file, WRITTEN.replace("${env:GARDEN_PASSWORD}", "${file:secret}"));
    assertThat(read(Map.of()).get(1).source().text()).contains("viewer:hush@");
  }

  @Test
  void tellsAllThatIsWrongEachWithItsPlaceAndWithoutPasswords() throws Exception {
    Files.writeString(
        file,
        WRITTEN
            .replace("rtsp://camera.example/stream", "rtsp://me:hunter2@camera.example/")
            .replace("pcm-s16le", "mp3")
            .replace("enabled: false", "enabled: perhaps")
            .replace("kitchen:", "kitchen floor:"));
    assertThatThrownBy(() -> read(Map.of("GARDEN_PASSWORD", "hunter3")))
        .isInstanceOf(YamlFileException.class)
        .hasMessageContainingAll(
            "feeds.yaml:3:3: The feed name \"kitchen floor\"",
            "feeds.yaml:6:5: rtsp://***@camera.example/ names a user already",
            "feeds.yaml:8:15: encoding: 'mp3' must be",
            "feeds.yaml:14:14: enabled is 'perhaps'")
        .hasMessageNotContaining("hunter");
  }

  @Test
  void namesAVariableThatIsNotSet() {
    assertThatThrownBy(() -> read(Map.of()))
        .hasMessageContaining("feeds.yaml:7:15: password refers to the variable GARDEN_PASSWORD");
  }

  @Test
  void isNoEmptyFileWhichAnEditorMayLeaveForAMoment() throws Exception {
    Files.writeString(file, "");
    assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("empty");
    Files.writeString(file, "feeds: {}");
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void isChangedFeedByFeedAndKeepsWhatPeopleWrote() throws Exception {
    var editor = new FeedsFileEditor(file);
    editor.add("hall", Map.of("source", "mic"), false);
    editor.remove("radio");
    assertThat(Files.readString(file))
        .contains("# the whole site", "# every morning", "# alert rules ask for it")
        .contains("${env:GARDEN_PASSWORD}", "  hall: mic")
        .doesNotContain("radio");
    assertThat(FeedsFile.look(file))
        .extracting(FeedChoice::feedId)
        .containsExactly("kitchen", "garden", "hall");
  }

  @Test
  void isLeftAloneByAChangeThatCannotBeRight() throws Exception {
    var editor = new FeedsFileEditor(file);
    assertThatThrownBy(() -> editor.add("garden", Map.of("source", "mic"), false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--replace");
    assertThatThrownBy(() -> editor.add("tv", Map.of("source", "gopher://old"), false))
        .isInstanceOf(YamlFileException.class);
    assertThatThrownBy(() -> editor.remove("attic")).hasMessageContaining("attic");
    assertThat(Files.readString(file)).isEqualTo(WRITTEN);
  }

  @Test
  void isMadeForItsOwnerAloneAndStaysWhenItsLastFeedGoes() throws Exception {
    Path fresh = folder.resolve("data/feeds.yaml");
    var editor = new FeedsFileEditor(fresh);
    editor.add("demo", Map.of("source", "demo"), false);
    editor.add("demo", Map.of("source", "demo", "labels", Map.of("a", "b")), true);
    assertThat(FeedsFile.look(fresh).get(0).options().labels()).containsEntry("a", "b");
    assertThat(Files.getPosixFilePermissions(fresh)).hasSize(2);
    editor.remove("demo");
    assertThat(FeedsFile.look(fresh)).isEmpty();
    editor.add("mic", Map.of("source", "mic"), false);
    assertThat(FeedsFile.look(fresh)).hasSize(1);
  }

  private List<FeedChoice> read(Map<String, String> environment) {
    return FeedsSource.of(file, environment).choices();
  }
}
