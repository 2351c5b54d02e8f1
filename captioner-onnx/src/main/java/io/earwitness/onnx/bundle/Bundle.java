package io.earwitness.onnx.bundle;

import io.earwitness.captioner.caption.ModelIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A model bundle whose manifest is sound and whose files are there with the bytes that the manifest
 * promises. Immutable; holds no file open. The graphs' tensors are checked where sessions are made
 * ({@link GraphContract}).
 */
public final class Bundle {
  public static final String MANIFEST = "bundle.json";

  private static final int BUFFER_BYTES = 1 << 16;

  private final BundleSource source;
  private final BundleManifest manifest;
  private final String sha256;

  private Bundle(BundleSource source, BundleManifest manifest, String sha256) {
    this.source = source;
    this.manifest = manifest;
    this.sha256 = sha256;
  }

  /** As {@link #load(BundleSource)}, from a folder. */
  public static Bundle load(Path folder) {
    return load(BundleSource.folder(folder));
  }

  /**
   * Reads the manifest and every file that it names.
   *
   * @throws BundleException if anything is missing, damaged or not of format 1
   */
  public static Bundle load(BundleSource source) {
    byte[] json = read(source, MANIFEST);
    BundleManifest manifest = ManifestReader.read(where(source, MANIFEST), json);
    Bundle bundle = new Bundle(source, manifest, hex(digest().digest(json)));
    manifest.graphs().values().forEach(bundle::verify);
    bundle.verify(manifest.tokenizer());
    manifest.textTokenizer().ifPresent(text -> bundle.verify(text.entry()));
    return bundle;
  }

  public BundleManifest manifest() {
    return manifest;
  }

  /**
   * SHA-256 of {@code bundle.json}, lower-case hex: it covers every file, as it holds their hashes.
   */
  public String sha256() {
    return sha256;
  }

  public ModelIdentity identity() {
    return new ModelIdentity(manifest.name(), manifest.version(), sha256);
  }

  /** The file's path, where the bundle is a folder. */
  public Optional<Path> pathOf(BundleManifest.FileEntry entry) {
    return source.pathOf(entry.file());
  }

  /** All bytes of a file. */
  public byte[] read(BundleManifest.FileEntry entry) {
    return read(source, entry.file());
  }

  /** A file's place, for messages. */
  public String where(BundleManifest.FileEntry entry) {
    return where(source, entry.file());
  }

  private void verify(BundleManifest.FileEntry entry) {
    String found;
    try (InputStream stream = source.open(entry.file())) {
      found = sha256(stream);
    } catch (IOException e) {
      throw unreadable(source, entry.file(), e);
    }
    if (!found.equals(entry.sha256())) {
      throw new BundleException(
          "%s is damaged or of another bundle: its SHA-256 is %s, %s says %s"
              .formatted(where(entry), found, MANIFEST, entry.sha256()));
    }
  }

  private static byte[] read(BundleSource source, String file) {
    try (InputStream stream = source.open(file)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw unreadable(source, file, e);
    }
  }

  private static BundleException unreadable(BundleSource source, String file, IOException e) {
    boolean missing = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
    String problem = missing ? "is missing" : "can't be read: " + e.getMessage();
    return new BundleException("%s %s".formatted(where(source, file), problem), e);
  }

  private static String where(BundleSource source, String file) {
    return source.place() + "/" + file;
  }

  private static String sha256(InputStream stream) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return hex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
