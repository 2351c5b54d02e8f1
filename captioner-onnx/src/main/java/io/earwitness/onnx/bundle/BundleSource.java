package io.earwitness.onnx.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where a bundle's files lie. Implementations are immutable. */
public interface BundleSource {

  /**
   * Opens a file of the bundle; the caller closes it. Throws {@link IOException} if it isn't there.
   */
  InputStream open(String file) throws IOException;

  /** The file's path, where it lies on a file system of its own. */
  Optional<Path> pathOf(String file);

  /** The bundle's place, for messages. Two sources of one bundle have the same place. */
  String place();

  /** A bundle in a folder. */
  static BundleSource folder(Path folder) {
    return new FolderSource(folder.toAbsolutePath().normalize());
  }

  /** A bundle in a folder of a class path, such as {@code models/default}. */
  static BundleSource resources(ClassLoader loader, String folder) {
    return new ResourceSource(loader, folder);
  }
}
