package io.earwitness.ingest.demo;

/**
 * What the demo scene plays, and when: sounds may overlap.
 *
 * @param firstSample within the scene, inclusive
 * @param endSample exclusive
 */
public record GroundTruth(DemoSound sound, long firstSample, long endSample) {
  boolean overlaps(long first, long end) {
    return firstSample < end && first < endSample;
  }
}
