package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A container with one stream, written to memory. For one thread. */
final class MemoryMuxer implements AutoCloseable {
  private final AVFormatContext context;
  private final AVStream stream;
  private AVIOContext output;

  /**
   * @param container FFmpeg's name of it
   */
  MemoryMuxer(String container) throws MediaException {
    Ffmpeg.load();
    this.context = new AVFormatContext(null);
    Ffmpeg.check(
        avformat_alloc_output_context2(context, null, container, null), "make a container");
    this.stream = avformat_new_stream(context, null);
    this.output = new AVIOContext(null);
    Ffmpeg.check(avio_open_dyn_buf(output), "allot memory");
    context.pb(output);
  }

  AVStream stream() {
    return stream;
  }

  void begin(AVRational timeBase) throws MediaException {
    stream.time_base(timeBase);
    Ffmpeg.check(avformat_write_header(context, (PointerPointer<?>) null), "begin the container");
  }

  void write(AVPacket packet) throws MediaException {
    packet.stream_index(0);
    Ffmpeg.check(av_write_frame(context, packet), "write to the container");
  }

  /** Ends the container and hands out its bytes. */
  byte[] finish() throws MediaException {
    Ffmpeg.check(av_write_trailer(context), "end the container");
    try (var holder = new PointerPointer<BytePointer>(1)) {
      int count = closeOutput(holder);
      byte[] bytes = new byte[count];
      BytePointer written = holder.get(BytePointer.class, 0);
      written.get(bytes);
      av_free(written);
      return bytes;
    }
  }

  private int closeOutput(PointerPointer<BytePointer> holder) {
    holder.put(0, (Pointer) null);
    int count = avio_close_dyn_buf(output, holder);
    output = null;
    context.pb(null);
    return count;
  }

  @Override
  public void close() {
    if (output != null) {
      try (var holder = new PointerPointer<BytePointer>(1)) {
        closeOutput(holder);
        av_free(holder.get(0));
      }
    }
    avformat_free_context(context);
  }
}
