/** Text to tokens and back, and text to embeddings. */
package io.earwitness.onnx.text;
