/** How a program is, for Prometheus and for whoever restarts it. */
package io.earwitness.metrics;
