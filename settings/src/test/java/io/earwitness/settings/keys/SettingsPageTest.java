package io.earwitness.settings.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/settings.md against the code; {@code -Dearwitness.docs.write=true} writes it anew. */
class SettingsPageTest {
  private static final Path PAGE = Path.of("../docs/settings.md");

  @Test
  void thePageListsEverySettingAsTheCodeHasIt() throws IOException {
    String page = SettingsReference.markdown(AllSettings.CATALOGUE);
    if (Boolean.getBoolean("earwitness.docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("run with -Dearwitness.docs.write=true").hasContent(page);
  }

  @Test
  void everyDefaultIsAllowed() {
    Settings settings = Settings.of(AllSettings.CATALOGUE).resolve();

    assertThat(AllSettings.CATALOGUE.settings())
        .allSatisfy(
            setting ->
                setting
                    .defaultValue()
                    .ifPresent(
                        value ->
                            assertThat(
                                    Settings.of(AllSettings.CATALOGUE)
                                        .set(setting.key(), setting.defaultText())
                                        .resolve()
                                        .find(setting)
                                        .get())
                                .isEqualTo(value)))
        .allSatisfy(setting -> assertThat(settings.isSet(setting)).isFalse());
  }
}
