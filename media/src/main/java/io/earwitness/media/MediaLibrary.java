package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avutil.av_version_info;

import java.nio.charset.StandardCharsets;

/** The native library that reads audio. */
public final class MediaLibrary {
  private MediaLibrary() {}

  /** FFmpeg's version. */
  public static String version() {
    Ffmpeg.load();
    return av_version_info().getString(StandardCharsets.UTF_8);
  }
}
