package io.earwitness.settings;

import java.util.function.Function;

/**
 * How a setting's text becomes a value and back.
 *
 * @param allowed completes "must be …": {@code a duration such as 500ms, 10s or 2m}
 * @param parse throws {@link IllegalArgumentException} on text that is not of this type
 * @param format gives text that {@code parse} takes
 */
public record SettingType<T>(
    String allowed, Function<String, T> parse, Function<? super T, String> format) {}
