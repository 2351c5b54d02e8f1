package io.earwitness.onnx.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads the fields of one JSON object; a field that is missing or wrong is named by its full path.
 */
final class JsonFields {
  private final String document;
  private final String path;
  private final JsonNode node;

  /**
   * @param document the place of the JSON text, for messages
   * @param path where in it {@code node} stands: empty, or ending in a dot
   */
  JsonFields(String document, String path, JsonNode node) {
    this.document = document;
    this.path = path;
    this.node = node;
  }

  String text(String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, "a text");
    }
    return value.textValue();
  }

  /** Empty where the field is {@code null} or missing. */
  Optional<String> optionalText(String name) {
    return isAbsent(name) ? Optional.empty() : Optional.of(text(name));
  }

  boolean flag(String name) {
    JsonNode value = node.path(name);
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  double number(String name) {
    JsonNode value = node.path(name);
    if (!value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.doubleValue();
  }

  /** Empty where the field is {@code null} or missing. */
  OptionalDouble optionalNumber(String name) {
    return isAbsent(name) ? OptionalDouble.empty() : OptionalDouble.of(number(name));
  }

  /** A whole number from {@code lowest} to {@code highest}, both inclusive. */
  int integer(String name, int lowest, int highest) {
    JsonNode value = node.path(name);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong(name, "a whole number");
    }
    int number = value.intValue();
    if (number < lowest || number > highest) {
      throw wrong(name, "a number from %d to %d".formatted(lowest, highest));
    }
    return number;
  }

  int positive(String name) {
    return integer(name, 1, Integer.MAX_VALUE);
  }

  /** Empty where the field is {@code null} or missing. */
  OptionalInt optionalInteger(String name, int lowest, int highest) {
    return isAbsent(name) ? OptionalInt.empty() : OptionalInt.of(integer(name, lowest, highest));
  }

  JsonFields object(String name) {
    return optionalObject(name).orElseThrow(() -> wrong(name, "an object"));
  }

  /** Empty where the field is {@code null} or missing. */
  Optional<JsonFields> optionalObject(String name) {
    JsonNode value = node.path(name);
    if (isAbsent(name)) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrong(name, "an object");
    }
    return Optional.of(new JsonFields(document, path + name + ".", value));
  }

  private boolean isAbsent(String name) {
    return node.path(name).isNull() || node.path(name).isMissingNode();
  }

  List<JsonFields> objects(String name) {
    JsonNode array = node.path(name);
    if (!array.isArray()) {
      throw wrong(name, "a list");
    }
    List<JsonFields> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String item = "%s[%d]".formatted(name, i);
      if (!array.get(i).isObject()) {
        throw new BundleException("%s: %s%s is not an object".formatted(document, path, item));
      }
      items.add(new JsonFields(document, path + item + ".", array.get(i)));
    }
    return items;
  }

  BundleException wrong(String name, String expected) {
    JsonNode value = node.path(name);
    String found = value.isMissingNode() ? "missing" : abbreviated(value.toString());
    return new BundleException(
        "%s: %s%s is %s, expected %s".formatted(document, path, name, found, expected));
  }

  private static String abbreviated(String json) {
    return json.length() <= 60 ? json : json.substring(0, 60) + "…";
  }
}
