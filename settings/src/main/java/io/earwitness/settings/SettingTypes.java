package io.earwitness.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings have. */
public final class SettingTypes {
  private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final List<String> BYTE_UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);

  public static final SettingType<String> TEXT =
      new SettingType<>("text", SettingTypes::notBlank, text -> text);
  public static final SettingType<Integer> INT =
      new SettingType<>("a whole number", Integer::valueOf, String::valueOf);
  public static final SettingType<Double> NUMBER =
      new SettingType<>("a number", SettingTypes::finite, String::valueOf);
  public static final SettingType<Boolean> BOOLEAN =
      new SettingType<>("true or false", SettingTypes::strictBoolean, String::valueOf);
  public static final SettingType<Duration> DURATION =
      new SettingType<>(
          "a duration such as 500ms, 10s, 2m or 1h",
          SettingTypes::parseDuration,
          SettingTypes::formatDuration);

  public static final SettingType<Instant> INSTANT =
      new SettingType<>(
          "a moment such as 2026-01-31T12:00:00Z",
          SettingTypes::parseInstant,
          DateTimeFormatter.ISO_INSTANT::format);

  /** A number of bytes, with binary units. */
  public static final SettingType<Long> BYTES =
      new SettingType<>(
          "a size such as 4096, 512KiB or 64MiB",
          SettingTypes::parseBytes,
          SettingTypes::formatBytes);

  public static final SettingType<Path> PATH =
      new SettingType<>("a path", text -> Path.of(notBlank(text)), Path::toString);
  public static final SettingType<URI> HTTP_ADDRESS =
      new SettingType<>(
          "an address such as http://localhost:8081", SettingTypes::httpAddress, URI::toString);

  public static final SettingType<URI> MQTT_ADDRESS =
      new SettingType<>(
          "an address such as mqtt://localhost:1883, or mqtts:// with TLS",
          text -> address(text, "mqtt", "mqtts"),
          URI::toString);

  private SettingTypes() {}

  /** Constants of an enum, spelled {@code like-this}. */
  public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return new SettingType<>(
        "one of "
            + Arrays.stream(constants).map(SettingTypes::spell).collect(Collectors.joining(", ")),
        text ->
            Arrays.stream(constants)
                .filter(constant -> spell(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        SettingTypes::spell);
  }

  /** Items separated by commas; at least one. */
  public static <T> SettingType<List<T>> listOf(SettingType<T> item) {
    Function<String, List<T>> parse =
        text -> Arrays.stream(text.split(",", -1)).map(String::strip).map(item.parse()).toList();
    return new SettingType<>(
        "a list, separated by commas, each " + item.allowed(),
        parse,
        items -> items.stream().map(item.format()).collect(Collectors.joining(",")));
  }

  private static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  private static boolean strictBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static URI httpAddress(String text) {
    return address(text, "http", "https");
  }

  private static URI address(String text, String scheme, String secureScheme) {
    URI uri = URI.create(text);
    boolean known = scheme.equals(uri.getScheme()) || secureScheme.equals(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException();
    }
    return uri;
  }

  private static Instant parseInstant(String text) {
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = quantity(text);
    long millisPerUnit =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m", "min" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> throw new IllegalArgumentException();
        };
    BigDecimal millis =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millisPerUnit));
    return Duration.ofNanos(millis.multiply(NANOS_PER_MILLI).longValueExact());
  }

  private static String formatDuration(Duration duration) {
    if (duration.toMillis() % 1_000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }

  private static long parseBytes(String text) {
    Matcher matcher = quantity(text);
    String unit = matcher.group(2).isEmpty() ? "B" : matcher.group(2);
    int power = BYTE_UNITS.indexOf(unit);
    if (power < 0) {
      throw new IllegalArgumentException();
    }
    return new BigDecimal(matcher.group(1))
        .multiply(BigDecimal.valueOf(1024).pow(power))
        .longValueExact();
  }

  private static String formatBytes(long bytes) {
    int power = 0;
    long count = bytes;
    while (count > 0 && count % 1024 == 0 && power < BYTE_UNITS.size() - 1) {
      count /= 1024;
      power++;
    }
    return power == 0 ? String.valueOf(count) : count + BYTE_UNITS.get(power);
  }

  private static Matcher quantity(String text) {
    Matcher matcher = QUANTITY.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return matcher;
  }
}
