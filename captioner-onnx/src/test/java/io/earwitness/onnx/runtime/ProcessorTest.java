package io.earwitness.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "processor\t: 0\nflags\t\t: fpu avx2 avx512_vnni amx_tile\nbugs\t: none\n",
        "flags\t\t: fpu avx2 avx_vnni\n",
        "Features\t: fp asimd asimddp\n",
        "processor\t: 0\n",
        ""
      })
  void addsByteProductsOrDoesNotTell(String cpuinfo) {
    assertThat(Processor.addsByteProducts(cpuinfo)).isTrue();
  }

  @Test
  void aProcessorWithoutVnniDoesNot() {
    assertThat(Processor.addsByteProducts("flags\t\t: fpu avx2 avx512f\n")).isFalse();
  }
}
