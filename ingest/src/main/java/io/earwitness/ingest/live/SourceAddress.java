package io.earwitness.ingest.live;

import io.earwitness.media.StreamInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a feed's sound comes from, as people write it. Immutable; {@link #toString} never shows a
 * password.
 *
 * @param kind what it is
 * @param text as it was written, passwords included
 */
public record SourceAddress(Kind kind, String text) {
  /** What a source is. */
  public enum Kind {
    /** The built-in scene. */
    DEMO,
    FILE,
    /** HTTP, Icecast, HLS, RTSP, RTP, SRT, RTMP, UDP. */
    STREAM,
    /** Raw samples on standard input. */
    STDIN,
    /** Raw samples from whoever connects, or from a server. */
    TCP,
    /** A microphone or line in. */
    DEVICE
  }

  private static final String DEMO = "demo";
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):(.*)", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("(?<=://)[^/?#]*@");
  private static final String PROTOCOLS =
      "http,https,httpproxy,tls,tcp,udp,udplite,rtp,srtp,rtsp,srt,rtmp,rtmps,hls,crypto,data";
  private static final Map<String, String> PCM_FORMATS =
      Map.of(
          "s16le", "s16le", "s16be", "s16be", "s24le", "s24le", "s32le", "s32le", "f32le", "f32le",
          "u8", "u8", "mulaw", "mulaw", "alaw", "alaw");
  private static final String PROBE_BYTES = "32768";
  private static final String PROBE_MICROS = "1000000";
  private static final int LONGEST_SHOWN = 300;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with one sentence for people, without any password
   */
  public static SourceAddress parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A source's address is empty.");
    }
    if (text.equals(DEMO)) {
      return new SourceAddress(Kind.DEMO, text);
    }
    if (text.equals("mic")) {
      return new SourceAddress(Kind.DEVICE, "pulse:default");
    }
    Matcher scheme = SCHEME.matcher(text);
    SourceAddress address =
        scheme.matches() ? ofScheme(scheme.group(1), text) : new SourceAddress(Kind.FILE, text);
    return address.checked();
  }

  private static SourceAddress ofScheme(String scheme, String text) {
    Kind kind =
        switch (scheme) {
          case "http", "https", "rtsp", "rtsps", "rtp", "udp", "srt", "rtmp", "rtmps" ->
              Kind.STREAM;
          case "stdin", "pcm" -> Kind.STDIN;
          case "tcp" -> Kind.TCP;
          case "alsa", "pulse" -> Kind.DEVICE;
          case "file" -> Kind.FILE;
          default ->
              throw new IllegalArgumentException(
                  "Nothing here reads %s: sources; see docs/sources.md.".formatted(scheme));
        };
    return new SourceAddress(kind, text);
  }

  private SourceAddress checked() {
    try {
      switch (kind) {
        case STREAM -> requireHost();
        case STDIN, TCP -> {
          var unused = input(Duration.ofSeconds(1));
        }
        case FILE -> {
          var unused = path();
        }
        default -> {
          // Whether a device is there is found out when it is opened.
        }
      }
      return this;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("%s can't be a file's name.".formatted(this), e);
    }
  }

  private void requireHost() {
    try {
      URI uri = new URI(text.replaceFirst("[?#].*", ""));
      if (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty()) {
        throw new IllegalArgumentException("The address %s names no host.".formatted(this));
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "The address %s is not a valid URL.".formatted(this), null);
    }
  }

  /**
   * The same address, opened by a user.
   *
   * @param password may be empty
   * @throws IllegalArgumentException with one sentence for people, if it is none that knows users,
   *     or names one already
   */
  public SourceAddress withUser(String user, String password) {
    if (kind != Kind.STREAM) {
      throw new IllegalArgumentException("%s is no address that takes a user.".formatted(this));
    }
    if (USER.matcher(text).find()) {
      throw new IllegalArgumentException("%s names a user already.".formatted(this));
    }
    String known = encoded(user) + (password.isEmpty() ? "" : ":" + encoded(password));
    return new SourceAddress(
        kind, text.replaceFirst("://", Matcher.quoteReplacement("://" + known + "@")));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether a user or password stands in it. */
  public boolean namesUser() {
    return kind == Kind.STREAM && USER.matcher(text).find();
  }

  /** Of a file: as seen from a folder. Any other address is the same from everywhere. */
  public SourceAddress seenFrom(Path folder) {
    return kind == Kind.FILE ? new SourceAddress(kind, folder.resolve(path()).toString()) : this;
  }

  /** Whether its sound is heard only now. */
  public boolean live() {
    return kind != Kind.FILE;
  }

  /** Whether it makes sense to open it again after its end. */
  boolean comesBack() {
    return kind != Kind.STDIN;
  }

  /** Of a file. */
  public Path path() {
    return Path.of(text.startsWith("file:") ? text.substring("file:".length()) : text);
  }

  /** Whether it is a folder that is there. */
  public boolean isFolder() {
    return kind == Kind.FILE && Files.isDirectory(path());
  }

  /**
   * What FFmpeg is told.
   *
   * @param patience how long nothing may come
   * @throws IllegalArgumentException with one sentence for people, if a parameter is wrong
   */
  StreamInput input(Duration patience) {
    // The reader's own patience ends first, and says so.
    String micros = Long.toString(patience.toNanos() / 500);
    return switch (kind) {
      case STREAM -> {
        Map<String, String> options = new HashMap<>();
        options.put("protocol_whitelist", PROTOCOLS);
        options.put("user_agent", "Earwitness");
        if (text.startsWith("rtsp")) {
          options.put("rtsp_transport", "tcp");
          options.put("allowed_media_types", "audio");
          options.put(StreamInput.INITIAL_PAUSE, "1");
          options.put("timeout", micros);
        } else {
          options.put("rw_timeout", micros);
        }
        if (text.startsWith("http") && !text.contains(".m3u8")) {
          // One sound stream in a plain container is known soon: whoever looks longer hears later.
          options.put("formatprobesize", PROBE_BYTES);
          options.put("probesize", PROBE_BYTES);
          options.put("analyzeduration", PROBE_MICROS);
        }
        yield new StreamInput(text, "", options, patience.multipliedBy(2), patience);
      }
      case STDIN -> raw("pipe:0", patience);
      case TCP -> {
        boolean listens = parameters().containsKey("listen");
        String place = text.replaceFirst("\\?.*", "");
        yield raw(listens ? place + "?listen=1" : place, patience);
      }
      case DEVICE -> {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        yield new StreamInput(
            name.isEmpty() ? "default" : name,
            text.substring(0, colon),
            Map.of(),
            patience,
            patience);
      }
      case FILE, DEMO -> throw new IllegalStateException("%s is not live".formatted(this));
    };
  }

  private StreamInput raw(String place, Duration patience) {
    Map<String, String> given = parameters();
    String format = PCM_FORMATS.get(given.getOrDefault("format", "s16le"));
    if (format == null) {
      throw new IllegalArgumentException(
          "%s: format must be one of %s.".formatted(this, String.join(", ", PCM_FORMATS.keySet())));
    }
    Map<String, String> options = new HashMap<>();
    options.put("sample_rate", Integer.toString(number(given, "rate", 4_000, 384_000)));
    options.put("ch_layout", number(given, "channels", 1, 32) + "c");
    options.put("probesize", "32");
    options.put("analyzeduration", "0");
    // A peer may take its time to connect.
    Duration openPatience = given.containsKey("listen") ? Duration.ofDays(1) : patience;
    return new StreamInput(place, format, options, openPatience, patience);
  }

  private int number(Map<String, String> given, String name, int lowest, int highest) {
    String value = given.getOrDefault(name, name.equals("channels") ? "1" : "");
    if (!value.matches("\\d{1,6}")
        || Integer.parseInt(value) < lowest
        || Integer.parseInt(value) > highest) {
      throw new IllegalArgumentException(
          "%s: raw sound needs %s=, from %d to %d, as in tcp://0.0.0.0:9000?listen&rate=16000."
              .formatted(this, name, lowest, highest));
    }
    return Integer.parseInt(value);
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    int mark = text.indexOf('?');
    if (mark >= 0) {
      for (String pair : text.substring(mark + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        String value = parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
        parameters.put(parts[0].toLowerCase(Locale.ROOT), value);
      }
    }
    return parameters;
  }

  /** As it may be shown: without user, password, query (where keys are kept) and fragment. */
  public String shown() {
    if (kind != Kind.STREAM) {
      String bare = kind == Kind.TCP ? USER.matcher(text).replaceAll("") : text;
      return cut(bare);
    }
    String bare = USER.matcher(text).replaceAll("***@");
    return cut(
        bare.replaceFirst("[?#].*", "?…").replaceFirst("\\?…$", text.contains("?") ? "?…" : ""));
  }

  private static String cut(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }

  @Override
  public String toString() {
    return shown();
  }
}
