package io.earwitness.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;

/** Flink's plugins folder: those of Maven, and the driver of the GPUs that are only declared. */
final class PluginFolder {
  private static final List<String> DRIVER_CLASSES = List.of("DeclaredGpu", "DeclaredGpu$Gpu");

  private PluginFolder() {}

  static void layOut(Path shipped, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(shipped.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path driver = Files.createDirectories(folder.resolve("declared-gpu")).resolve("driver.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(driver))) {
      for (String name : DRIVER_CLASSES) {
        String file =
            "%s/%s.class".formatted(DeclaredGpu.class.getPackageName().replace('.', '/'), name);
        try (InputStream bytes = DeclaredGpu.class.getClassLoader().getResourceAsStream(file)) {
          add(jar, file, bytes.readAllBytes());
        }
      }
      add(
          jar,
          "META-INF/services/" + ExternalResourceDriverFactory.class.getName(),
          DeclaredGpu.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
