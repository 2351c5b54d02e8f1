package io.earwitness.onnx.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import io.earwitness.onnx.bundle.BundleException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the tokenizers' native library from its jar, once for each class loader.
 *
 * <p>Left alone, the library reports its first use to its makers, fetches another build of itself
 * on a machine with a GPU, and unpacks to the user's home: a path that a JVM can load from for one
 * class loader alone, though a stream processor gives every job its own.
 */
final class NativeTokenizers {
  private static boolean loaded;

  private NativeTokenizers() {}

  /** Does nothing after the first call. */
  static void load() {
    loadThrough(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Does nothing after the first call.
   *
   * @param temporary an existing folder where the library may lie while it is being loaded
   */
  static synchronized void loadThrough(Path temporary) {
    if (loaded) {
      return;
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      Path folder = Files.createTempDirectory(temporary, "earwitness-tokenizers");
      try {
        loadFrom(folder);
        loaded = true;
      } finally {
        delete(folder);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new BundleException(
          "the tokenizers' native library can't be loaded: " + e.getMessage(), e);
    }
  }

  /** The library looks for its jar through the thread's class loader. */
  private static void loadFrom(Path folder) {
    System.setProperty("ENGINE_CACHE_DIR", folder.toString());
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(NativeTokenizers.class.getClassLoader());
    try {
      LibUtils.checkStatus();
    } finally {
      thread.setContextClassLoader(context);
      System.clearProperty("ENGINE_CACHE_DIR");
    }
  }

  /** At once where a loaded library can be deleted, else when the JVM ends. */
  private static void delete(Path folder) throws IOException {
    List<File> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
    }
    for (File file : files) {
      if (!file.delete()) {
        file.deleteOnExit();
      }
    }
  }
}
