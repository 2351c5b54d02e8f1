package io.earwitness.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds fields that a resource's class does not know. These classes don't refuse them when they are
 * read, but put them aside or drop them: an operator would ignore them, and so a misspelled one.
 */
final class UnknownFields {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> found = new ArrayList<>();

  private UnknownFields() {}

  /**
   * Their paths.
   *
   * @param written as the file has it
   * @param resource as its class read it
   */
  static List<String> in(JsonNode written, Object resource) {
    var search = new UnknownFields();
    String name = resource.getClass().getSimpleName();
    search.visit(resource, name);
    search.compare(written, MAPPER.valueToTree(resource), name);
    return search.found;
  }

  /** What was dropped is not there when the resource is written again. */
  private void compare(JsonNode written, JsonNode again, String path) {
    written
        .fields()
        .forEachRemaining(
            field -> {
              if (again.has(field.getKey())) {
                compare(field.getValue(), again.get(field.getKey()), path + "." + field.getKey());
              } else if (!isEmpty(field.getValue())) {
                found.add(path + "." + field.getKey());
              }
            });
    if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        compare(written.get(i), again.path(i), path + "[" + i + "]");
      }
    }
  }

  /** An empty object may be left out when it is written. */
  private static boolean isEmpty(JsonNode value) {
    return value.isContainerNode() && value.isEmpty();
  }

  private void visit(Object value, String path) {
    if (value == null || !seen.add(value)) {
      return;
    }
    if (value instanceof Collection<?> items) {
      int index = 0;
      for (Object item : items) {
        visit(item, path + "[" + index++ + "]");
      }
    } else if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, entry) -> visit(entry, path + "." + key));
    } else if (isModel(value.getClass())) {
      putAside(value).keySet().forEach(name -> found.add(path + "." + name));
      fields(value, path);
    }
  }

  private static boolean isModel(Class<?> type) {
    return !type.isEnum()
        && (type.getName().startsWith("io.fabric8.")
            || type.getName().startsWith("io.strimzi.")
            || type.getName().startsWith("org.apache.flink."));
  }

  private static Map<?, ?> putAside(Object model) {
    for (Method method : model.getClass().getMethods()) {
      if (method.getName().equals("getAdditionalProperties") && method.getParameterCount() == 0) {
        try {
          Object fields = method.invoke(model);
          return fields instanceof Map<?, ?> map ? map : Map.of();
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException(method + " can't be asked", e);
        }
      }
    }
    return Map.of();
  }

  private void fields(Object model, String path) {
    for (Class<?> type = model.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !field.getName().equals("additionalProperties")) {
          field.setAccessible(true);
          try {
            visit(field.get(model), path + "." + field.getName());
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " can't be read", e);
          }
        }
      }
    }
  }
}
