/** Nothing but a start, with the framework and without a connector. */
package io.quarkiverse.messaging.nats.benchmarks.framework;
