package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets FFmpeg read a byte array. The demuxer that reads it must stay on the thread that made it,
 * and a thread has one at a time.
 */
final class MemoryInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  /** FFmpeg calls back on the thread that called it, so that is where the bytes wait. */
  private static final ThreadLocal<ByteBuffer> CURRENT = new ThreadLocal<>();

  /** One for all inputs: JavaCPP allots only a few native callbacks per type. */
  private static final Reader READER = new Reader();

  private final AVIOContext context;

  MemoryInput(byte[] bytes) {
    CURRENT.set(ByteBuffer.wrap(bytes));
    var buffer = new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
    this.context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, READER, null, null);
  }

  AVIOContext context() {
    return context;
  }

  @Override
  public void close() {
    CURRENT.remove();
    // FFmpeg may have put another buffer in the place of ours.
    av_free(context.buffer());
    avio_context_free(context);
  }

  private static final class Reader extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer target, int wanted) {
      ByteBuffer bytes = CURRENT.get();
      int count = Math.min(wanted, bytes.remaining());
      if (count == 0) {
        return AVERROR_EOF;
      }
      byte[] copied = new byte[count];
      bytes.get(copied);
      target.put(copied, 0, count);
      return count;
    }
  }
}
