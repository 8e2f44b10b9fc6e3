/** This extension beside hand-written jnats code, in one run. */
package io.quarkiverse.messaging.nats.benchmarks;
