/** Earwitness beside the published EnCLAP code on the same weights: captions and speed. */
package io.earwitness.benchmarks.official;
