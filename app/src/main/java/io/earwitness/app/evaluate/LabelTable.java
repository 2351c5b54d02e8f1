package io.earwitness.app.evaluate;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.earwitness.app.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tables with a header: the labels of a folder of recordings, and texts of rules. */
final class LabelTable {
  private static final CsvMapper MAPPER = new CsvMapper();
  private static final CsvSchema WITH_HEADER = CsvSchema.emptySchema().withHeader();

  private LabelTable() {}

  /**
   * @param place a folder with a {@code labels.csv}, or such a table itself
   * @throws CommandException if there is none, it lacks a column, or a row of it makes no sense
   */
  static List<LabelledFile> read(Path place) {
    Path table = Files.isDirectory(place) ? place.resolve("labels.csv") : place;
    if (!Files.isRegularFile(table)) {
      throw new CommandException(
          "There is no table %s: it has the columns path, label and fold".formatted(table));
    }
    List<LabelledFile> files = new ArrayList<>();
    int line = 1;
    for (Map<String, String> row : rows(table)) {
      line++;
      files.add(labelled(table, line, row));
    }
    if (files.isEmpty()) {
      throw new CommandException("%s lists no recording".formatted(table));
    }
    return files;
  }

  /** The rows of a table by the names of its columns. */
  static List<Map<String, String>> rows(Path table) {
    try (MappingIterator<Map<String, String>> rows =
        MAPPER.readerForMapOf(String.class).with(WITH_HEADER).readValues(table.toFile())) {
      return rows.readAll();
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new CommandException("%s is no readable CSV: %s".formatted(table, e.getMessage()), e);
    }
  }

  /** The value in a column that must be there. */
  static String value(Path table, int line, Map<String, String> row, String column) {
    String value = row.get(column);
    if (value == null || value.isBlank()) {
      throw new CommandException("%s, line %d: no %s".formatted(table, line, column));
    }
    return value.strip();
  }

  private static LabelledFile labelled(Path table, int line, Map<String, String> row) {
    String name = value(table, line, row, "path");
    String label = value(table, line, row, "label");
    String fold = value(table, line, row, "fold");
    Path file = table.toAbsolutePath().resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      throw new CommandException("%s, line %d: there is no file %s".formatted(table, line, file));
    }
    try {
      return new LabelledFile(name, file, label, Integer.parseInt(fold));
    } catch (NumberFormatException e) {
      throw new CommandException(
          "%s, line %d: the fold is a whole number, not '%s'".formatted(table, line, fold), e);
    }
  }
}
