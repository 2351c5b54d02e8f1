package io.earwitness.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that people can set: key, type, default, limits and a sentence. Immutable; declared as
 * a constant.
 *
 * @param <T> the value's type
 */
public final class Setting<T> {
  private final String key;
  private final SettingType<T> type;
  private final Optional<T> defaultValue;
  private final String sentence;
  private final List<Constraint<T>> constraints;
  private final boolean secret;

  private Setting(
      String key,
      SettingType<T> type,
      Optional<T> defaultValue,
      String sentence,
      List<Constraint<T>> constraints,
      boolean secret) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.sentence = sentence;
    this.constraints = List.copyOf(constraints);
    this.secret = secret;
  }

  /** A setting that has a value where nobody gives one. */
  public static <T> Setting<T> of(
      String key, SettingType<T> type, T defaultValue, String sentence) {
    return new Setting<>(key, type, Optional.of(defaultValue), sentence, List.of(), false);
  }

  /** A setting without a default: what needs it asks for it, or does without. */
  public static <T> Setting<T> withoutDefault(String key, SettingType<T> type, String sentence) {
    return new Setting<>(key, type, Optional.empty(), sentence, List.of(), false);
  }

  /**
   * The same setting, limited further.
   *
   * @param allowed completes "must be …"
   */
  public Setting<T> where(String allowed, Predicate<? super T> holds) {
    List<Constraint<T>> more = new ArrayList<>(constraints);
    more.add(new Constraint<>(allowed, holds));
    return new Setting<>(key, type, defaultValue, sentence, more, secret);
  }

  /** The same setting, never shown. */
  public Setting<T> secret() {
    return new Setting<>(key, type, defaultValue, sentence, constraints, true);
  }

  /** Limits a setting to {@code lowest} and above. */
  public static <T extends Comparable<T>> Setting<T> atLeast(T lowest, Setting<T> setting) {
    return setting.where(
        "at least " + setting.type.format().apply(lowest), value -> value.compareTo(lowest) >= 0);
  }

  /** Limits a setting to a range, both ends included. */
  public static <T extends Comparable<T>> Setting<T> between(
      T lowest, T highest, Setting<T> setting) {
    return setting.where(
        "from %s to %s"
            .formatted(setting.type.format().apply(lowest), setting.type.format().apply(highest)),
        value -> value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not of the type or beyond the limits
   */
  public T parse(String text) {
    T value = type.parse().apply(text);
    if (constraints.stream().anyMatch(constraint -> !constraint.holds().test(value))) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  /** Completes "must be …". */
  public String allowed() {
    return Stream.concat(Stream.of(type.allowed()), constraints.stream().map(Constraint::allowed))
        .collect(Collectors.joining(", "));
  }

  public String key() {
    return key;
  }

  public String sentence() {
    return sentence;
  }

  public Optional<T> defaultValue() {
    return defaultValue;
  }

  public boolean isSecret() {
    return secret;
  }

  /** The default as text, or empty where there is none. */
  public String defaultText() {
    return defaultValue.map(type.format()).orElse("");
  }
}
