package io.earwitness.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypesTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,250",
    "1.5s,1500",
    "10 s,10000",
    "2m,120000",
    "1h,3600000",
    "0s,0",
    "1d,86400000"
  })
  void readsDurations(String text, long millis) {
    assertThat(SettingTypes.DURATION.parse().apply(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "ten seconds", "-5s", "5 weeks", "s"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> SettingTypes.DURATION.parse().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 250, 1_500, 10_000, 120_000, 3_600_000, 5_400_000})
  void readsTheDurationsThatItWrites(long millis) {
    Duration duration = Duration.ofMillis(millis);
    String text = SettingTypes.DURATION.format().apply(duration);

    assertThat(SettingTypes.DURATION.parse().apply(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "4096,4096", "1KiB,1024", "64MiB,67108864", "0.5 GiB,536870912", "7B,7"})
  void readsSizes(String text, long bytes) {
    assertThat(SettingTypes.BYTES.parse().apply(text)).isEqualTo(bytes);
    assertThat(SettingTypes.BYTES.parse().apply(SettingTypes.BYTES.format().apply(bytes)))
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8081", "ftp://host", "http://"})
  void refusesWhatIsNoHttpAddress(String text) {
    assertThatThrownBy(() -> SettingTypes.HTTP_ADDRESS.parse().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAnHttpAddress() {
    assertThat(SettingTypes.HTTP_ADDRESS.parse().apply("https://registry:8081/apis"))
        .isEqualTo(URI.create("https://registry:8081/apis"));
  }

  @Test
  void refusesBooleansThatAreNeither() {
    assertThat(SettingTypes.BOOLEAN.parse().apply("True")).isTrue();
    assertThatThrownBy(() -> SettingTypes.BOOLEAN.parse().apply("yes"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
