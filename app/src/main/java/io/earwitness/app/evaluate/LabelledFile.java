package io.earwitness.app.evaluate;

import java.nio.file.Path;

/**
 * A recording and the one kind of sound that is heard in it.
 *
 * @param name as the table calls it
 * @param fold recordings of one take share a fold
 */
public record LabelledFile(String name, Path file, String label, int fold) {}
