package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** What every use of the FFmpeg libraries shares: they are loaded, quiet, and their errors told. */
final class Ffmpeg {
  private static final int LONGEST_ERROR = 256;

  static {
    // What goes wrong is told by return codes; the libraries' own chatter would reach stderr.
    av_log_set_level(AV_LOG_QUIET);
  }

  private Ffmpeg() {}

  /** Makes sure that the libraries are loaded and quiet. */
  static void load() {
    // Runs the static initializer.
  }

  /** As {@link #load}, and with what reaches beyond files. */
  static void loadLive() {
    Live.load();
  }

  /**
   * As {@link #loadLive}, and with sound devices. These want libraries of the system that servers
   * and containers often lack.
   */
  static void loadDevices() throws MediaException {
    try {
      Devices.load();
    } catch (LinkageError e) {
      throw new MediaException(
          "sound devices can't be used here: a library is missing, such as libasound.so.2,"
              + " libpulse.so.0 or libxcb-shm.so.0",
          e);
    }
  }

  /** Loaded only where live inputs are read. */
  private static final class Live {
    static {
      avformat_network_init();
    }

    static void load() {
      // Runs the static initializer.
    }
  }

  /** Loaded only where devices are wanted. */
  private static final class Devices {
    static {
      avdevice_register_all();
    }

    static void load() {
      // Runs the static initializer.
    }
  }

  /**
   * @param code what a native call returned
   * @param doing the attempt, in words: "open the decoder"
   * @return the code, which is not negative
   */
  static int check(int code, String doing) throws MediaException {
    if (code < 0) {
      throw new MediaException("can't %s: %s".formatted(doing, error(code)));
    }
    return code;
  }

  /** FFmpeg's words for a negative return code. */
  static String error(int code) {
    byte[] words = new byte[LONGEST_ERROR];
    av_strerror(code, words, words.length);
    int end = 0;
    while (end < words.length && words[end] != 0) {
      end++;
    }
    return new String(words, 0, end, StandardCharsets.UTF_8);
  }
}
