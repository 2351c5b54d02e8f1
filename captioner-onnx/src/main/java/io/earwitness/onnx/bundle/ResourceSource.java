package io.earwitness.onnx.bundle;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

record ResourceSource(ClassLoader loader, String folder) implements BundleSource {

  @Override
  public InputStream open(String file) throws IOException {
    String resource = folder + "/" + file;
    InputStream stream = loader.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException("no resource " + resource);
    }
    return stream;
  }

  @Override
  public Optional<Path> pathOf(String file) {
    return Optional.empty();
  }

  @Override
  public String place() {
    return "classpath:" + folder;
  }
}
