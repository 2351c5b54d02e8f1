package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_play;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_IGNORE_SUFFIX;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Takes the packets of the best audio stream out of a container. For one thread. */
final class Demuxer implements AutoCloseable {
  private final AVFormatContext context;
  private final AVPacket packet = av_packet_alloc();
  private final MemoryInput input;
  private final AVStream stream;
  private final Optional<Duration> promised;

  private Demuxer(
      AVFormatContext context, MemoryInput input, AVStream stream, Optional<Duration> promised) {
    this.context = context;
    this.input = input;
    this.stream = stream;
    this.promised = promised;
  }

  /** Opens a file of any container that the libraries know. */
  static Demuxer ofFile(Path file) throws MediaException {
    Ffmpeg.load();
    AVFormatContext context = avformat_alloc_context();
    // A failed open frees the context. The scheme keeps a name with a colon from being a URL.
    open(context, "file:" + file.toAbsolutePath(), null);
    // Asked before packets are probed, when FFmpeg corrects it by the size of the file.
    List<Optional<Duration>> promised =
        IntStream.range(0, context.nb_streams())
            .mapToObj(i -> durationOf(context.streams(i)))
            .toList();
    int found = avformat_find_stream_info(context, (PointerPointer<?>) null);
    int best = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
    if (found < 0 || best < 0) {
      avformat_close_input(context);
      throw new MediaException(
          found < 0 ? "it can't be read as audio: " + Ffmpeg.error(found) : "it holds no audio");
    }
    return new Demuxer(
        context,
        null,
        context.streams(best),
        best < promised.size() ? promised.get(best) : Optional.empty());
  }

  /** Opens a live input. */
  static Demuxer ofStream(StreamInput input, Interrupter interrupter) throws MediaException {
    Ffmpeg.loadLive();
    AVInputFormat format = null;
    if (!input.format().isEmpty()) {
      format = formatOf(input.format());
    }
    AVFormatContext context = avformat_alloc_context();
    interrupter.watch(context.interrupt_callback());
    var options = new AVDictionary(null);
    try {
      input.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
      int opened = avformat_open_input(context, input.address(), format, options);
      if (opened < 0) {
        throw new MediaException("it can't be opened: " + Ffmpeg.error(opened));
      }
    } finally {
      av_dict_free(options);
    }
    if (input.options().containsKey(StreamInput.INITIAL_PAUSE)) {
      play(context);
    }
    int found = avformat_find_stream_info(context, (PointerPointer<?>) null);
    int best = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
    if (found < 0 || best < 0) {
      avformat_close_input(context);
      throw new MediaException(
          found < 0 ? "it can't be read as audio: " + Ffmpeg.error(found) : "it holds no audio");
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != best) {
        context.streams(i).discard(AVDISCARD_ALL);
      }
    }
    return new Demuxer(context, null, context.streams(best), durationOf(context.streams(best)));
  }

  private static AVInputFormat formatOf(String name) throws MediaException {
    AVInputFormat format = av_find_input_format(name);
    if (format == null) {
      // Devices are known only when their libraries are there.
      Ffmpeg.loadDevices();
      format = av_find_input_format(name);
    }
    if (format == null) {
      throw new MediaException("this build can't read %s".formatted(name));
    }
    return format;
  }

  /** Begins a stream that has only described itself, unless there is nothing to begin. */
  private static void play(AVFormatContext context) throws MediaException {
    boolean silent = context.nb_streams() == 0;
    int played = silent ? 0 : av_read_play(context);
    if (silent || played < 0) {
      avformat_close_input(context);
      throw new MediaException(
          silent ? "it holds no audio" : "it can't be played: " + Ffmpeg.error(played));
    }
  }

  /** Container and codec, in a few words. */
  String description() {
    return "%s in %s"
        .formatted(
            avcodec_get_name(stream.codecpar().codec_id()).getString(StandardCharsets.UTF_8),
            context.iformat().name().getString(StandardCharsets.UTF_8));
  }

  /**
   * Opens bytes in memory.
   *
   * @param format FFmpeg's name of the container: {@code flac}, {@code ogg}
   */
  static Demuxer ofBytes(byte[] bytes, String format) throws MediaException {
    Ffmpeg.load();
    var input = new MemoryInput(bytes);
    AVFormatContext context = avformat_alloc_context();
    context.pb(input.context());
    try {
      open(context, null, av_find_input_format(format));
      // The header alone says what the decoder needs: no packets are probed, as with a file.
      if (context.nb_streams() == 0) {
        avformat_close_input(context);
        throw new MediaException("it holds no audio");
      }
      return new Demuxer(context, input, context.streams(0), Optional.empty());
    } catch (MediaException e) {
      input.close();
      throw e;
    }
  }

  private static void open(AVFormatContext context, String url, AVInputFormat format)
      throws MediaException {
    int opened = avformat_open_input(context, url, format, (AVDictionary) null);
    if (opened < 0) {
      throw new MediaException("it can't be read as audio: " + Ffmpeg.error(opened));
    }
  }

  private static Optional<Duration> durationOf(AVStream stream) {
    if (stream.duration() <= 0) {
      return Optional.empty();
    }
    double unitSeconds = (double) stream.time_base().num() / stream.time_base().den();
    return Optional.of(Duration.ofNanos((long) (stream.duration() * unitSeconds * 1e9)));
  }

  /** How long the container's header says that the stream is, where it says so. */
  Optional<Duration> promised() {
    return promised;
  }

  /** What the container and the stream say of themselves; names in lower case. */
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    for (AVDictionary all : Arrays.asList(stream.metadata(), context.metadata())) {
      AVDictionaryEntry tag = av_dict_get(all, "", null, AV_DICT_IGNORE_SUFFIX);
      while (tag != null) {
        tags.put(text(tag.key()).toLowerCase(Locale.ROOT), text(tag.value()));
        tag = av_dict_get(all, "", tag, AV_DICT_IGNORE_SUFFIX);
      }
    }
    return tags;
  }

  private static String text(BytePointer text) {
    return text.getString(StandardCharsets.UTF_8);
  }

  AVStream stream() {
    return stream;
  }

  /**
   * The next packet, valid until the next call.
   *
   * @return {@code null} at the end
   */
  AVPacket next() throws MediaException {
    av_packet_unref(packet);
    int read;
    while ((read = av_read_frame(context, packet)) >= 0) {
      if (packet.stream_index() == stream.index()) {
        return packet;
      }
      av_packet_unref(packet);
    }
    if (read != AVERROR_EOF) {
      throw new MediaException("it can't be read on: " + Ffmpeg.error(read));
    }
    return null;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(context);
    if (input != null) {
      input.close();
    }
  }
}
