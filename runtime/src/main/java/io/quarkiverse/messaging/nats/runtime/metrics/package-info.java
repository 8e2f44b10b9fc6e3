/**
 * What is counted, as meters: {@link io.quarkiverse.messaging.nats.runtime.metrics.Metrics} is all that others know, and what
 * is behind it is left out of an application without Micrometer. Imports health and outgoing.
 */
package io.quarkiverse.messaging.nats.runtime.metrics;
