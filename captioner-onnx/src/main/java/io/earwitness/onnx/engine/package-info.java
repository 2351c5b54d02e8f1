/**
 * The captioner: a fair, bounded queue forms micro-batches over feeds; each batch goes through
 * codec, audio tower, encoder and decoder; failures are retried alone and on fresh sessions.
 */
package io.earwitness.onnx.engine;
