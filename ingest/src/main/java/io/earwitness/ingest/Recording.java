package io.earwitness.ingest;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One session of a feed, ready to be played.
 *
 * @param live whether it is heard only now: a live session can't be taken up again
 * @param source closed by whoever plays it
 */
public record Recording(String feedId, String sessionId, boolean live, SoundSource source) {
  private static final Pattern FEED_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int SESSION_ID_BYTES = 12;
  private static final SampleRate DEMO_RATE = new SampleRate(48_000);

  public Recording {
    requireFeedId(feedId);
  }

  /**
   * Checks a feed's name.
   *
   * @throws IllegalArgumentException with one sentence for people, if it can't be one
   */
  public static void requireFeedId(String feedId) {
    if (!FEED_ID.matcher(feedId).matches()) {
      throw new IllegalArgumentException(
          "The feed name \"%s\" must be 1 to 100 letters, digits, dots, dashes or underscores."
              .formatted(feedId));
    }
  }

  /**
   * A file's session is named after the feed and the file's content, so that it is known again
   * after a restart, wherever the file lies then.
   *
   * @throws MediaException if the file is missing or holds no audio that can be read
   */
  public static Recording ofFile(String feedId, Path file) throws MediaException {
    SoundSource source = new FileSource(file);
    try {
      return new Recording(feedId, sessionOfFile(feedId, file), false, source);
    } catch (IOException e) {
      source.close();
      throw new MediaException("The file %s can't be read: %s.".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      source.close();
      throw e;
    }
  }

  /** The built-in scene, in a new session. */
  public static Recording ofDemo(String feedId, long seed, Instant now) {
    String session = "demo-%d-%d".formatted(seed, now.toEpochMilli());
    return new Recording(feedId, session, true, new DemoScene(seed, DEMO_RATE));
  }

  /**
   * The session that a feed has while it plays a file: the same for the same feed and content.
   *
   * @throws IOException if the file can't be read
   */
  public static String sessionOfFile(String feedId, Path file) throws IOException {
    MessageDigest digest = sha256();
    digest.update(feedId.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, SESSION_ID_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
