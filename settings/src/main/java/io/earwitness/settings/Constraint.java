package io.earwitness.settings;

import java.util.function.Predicate;

/**
 * What a value must hold beyond its type.
 *
 * @param allowed completes "must be …"
 */
record Constraint<T>(String allowed, Predicate<? super T> holds) {}
