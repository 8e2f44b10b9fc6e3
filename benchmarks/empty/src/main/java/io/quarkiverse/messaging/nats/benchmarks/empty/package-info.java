/** Nothing but a start. */
package io.quarkiverse.messaging.nats.benchmarks.empty;
