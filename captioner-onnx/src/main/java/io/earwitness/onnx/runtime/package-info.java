/**
 * ONNX Runtime with an owner for everything native: sessions on a chosen execution provider, the
 * tensors that go in and come out, and the deadline of a run.
 */
package io.earwitness.onnx.runtime;
