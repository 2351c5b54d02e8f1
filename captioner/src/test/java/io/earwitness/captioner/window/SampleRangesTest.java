package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SampleRangesTest {

  @Property
  void rangesAreTheSetThatABitSetIs(
      @ForAll @Size(max = 30) List<@IntRange(min = -40, max = 40) Integer> begins,
      @ForAll @IntRange(min = 1, max = 9) int length) {
    long[] ranges = SampleRanges.NONE;
    BitSet bits = new BitSet();
    for (int begin : begins) {
      int from = Math.abs(begin);
      // A negative number takes away what a positive one adds.
      ranges =
          begin < 0
              ? SampleRanges.remove(ranges, from, from + length)
              : SampleRanges.add(ranges, from, from + length);
      bits.set(from, from + length, begin >= 0);
      assertSame(ranges, bits);
    }
  }

  @Example
  void anEmptyRangeIsContainedAndChangesNothing() {
    long[] ranges = SampleRanges.add(SampleRanges.NONE, 5, 9);
    assertThat(SampleRanges.add(ranges, 20, 20)).containsExactly(5, 9);
    assertThat(SampleRanges.contain(ranges, 30, 30)).isTrue();
  }

  @Example
  void theHighestRangesAreTheLastOnes() {
    long[] ranges = {1, 2, 4, 6, 8, 9};
    assertThat(SampleRanges.highest(ranges, 2)).containsExactly(4, 6, 8, 9);
    assertThat(SampleRanges.highest(ranges, 5)).containsExactly(1, 2, 4, 6, 8, 9);
  }

  private static void assertSame(long[] ranges, BitSet bits) {
    BitSet spelled = new BitSet();
    for (int i = 0; i < ranges.length; i += 2) {
      assertThat(ranges[i]).isLessThan(ranges[i + 1]);
      // Ranges that touch have melted into one.
      assertThat(i == 0 || ranges[i - 1] < ranges[i]).isTrue();
      spelled.set((int) ranges[i], (int) ranges[i + 1]);
    }
    assertThat(spelled).isEqualTo(bits);
    for (int sample = 0; sample < 50; sample++) {
      assertThat(SampleRanges.contain(ranges, sample, sample + 2))
          .isEqualTo(bits.get(sample) && bits.get(sample + 1));
    }
  }
}
