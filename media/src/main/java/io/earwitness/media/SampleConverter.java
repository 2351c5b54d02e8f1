package io.earwitness.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns decoded frames of one sample format into interleaved floats, at a rate of choice. */
final class SampleConverter implements AutoCloseable {
  private final SwrContext context;
  private final int channels;
  private final boolean resamples;
  private FloatPointer samples = new FloatPointer(0L);

  /**
   * @param like a frame of the kind that will be converted
   * @param hertz of what comes out
   */
  SampleConverter(AVFrame like, int hertz) throws MediaException {
    this.channels = like.ch_layout().nb_channels();
    this.resamples = hertz != like.sample_rate();
    try (var holder = new PointerPointer<SwrContext>(1)) {
      holder.put(0, (Pointer) null);
      Ffmpeg.check(
          swr_alloc_set_opts2(
              holder,
              like.ch_layout(),
              AV_SAMPLE_FMT_FLT,
              hertz,
              like.ch_layout(),
              like.format(),
              like.sample_rate(),
              0,
              null),
          "convert its samples");
      this.context = holder.get(SwrContext.class, 0);
    }
    Ffmpeg.check(swr_init(context), "convert its samples");
  }

  /**
   * Converts a frame. Resampling holds back a millisecond until more comes.
   *
   * @return {@code float[n * channels]}, interleaved; n is the frame's number of samples unless it
   *     is resampled
   */
  float[] convert(AVFrame frame) throws MediaException {
    int count = frame.nb_samples();
    int most = resamples ? swr_get_out_samples(context, count) : count;
    return converted(frame.extended_data(), count, most);
  }

  /** What was held back: {@code float[n * channels]}, n being 0 where there is no more. */
  float[] rest() throws MediaException {
    return resamples ? converted(null, 0, swr_get_out_samples(context, 0)) : new float[0];
  }

  private float[] converted(PointerPointer<?> input, int count, int most) throws MediaException {
    if (samples.capacity() < (long) most * channels) {
      samples.close();
      samples = new FloatPointer((long) most * channels);
    }
    try (var planes = new PointerPointer<FloatPointer>(1)) {
      planes.put(0, samples);
      int made =
          Ffmpeg.check(swr_convert(context, planes, most, input, count), "convert its samples");
      float[] converted = new float[made * channels];
      samples.get(converted);
      return converted;
    }
  }

  @Override
  public void close() {
    swr_free(context);
    samples.close();
  }
}
