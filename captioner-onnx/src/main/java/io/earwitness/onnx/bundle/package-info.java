/**
 * The model bundle as {@code docs/bundle.md} defines it: reading {@code bundle.json}, and checking
 * every file's presence and SHA-256 and every graph's tensors before anything runs.
 */
package io.earwitness.onnx.bundle;
