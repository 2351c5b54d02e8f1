package io.earwitness.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeTokenizersTest {

  @Test
  void everyClassLoaderOfAJvmCanLoadThem(@TempDir Path temporary) throws Exception {
    NativeTokenizers.load();
    for (int job = 0; job < 2; job++) {
      loadInAClassLoaderOfItsOwn(temporary);
    }
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder(@TempDir Path temporary) throws Exception {
    loadInAClassLoaderOfItsOwn(temporary);

    assertThat(temporary).isEmptyDirectory();
  }

  private static void loadInAClassLoaderOfItsOwn(Path temporary) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = loader.loadClass(NativeTokenizers.class.getName());
      assertThat(copy).isNotSameAs(NativeTokenizers.class);
      Method load = copy.getDeclaredMethod("loadThrough", Path.class);
      load.setAccessible(true);
      load.invoke(null, temporary);
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(NativeTokenizersTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
