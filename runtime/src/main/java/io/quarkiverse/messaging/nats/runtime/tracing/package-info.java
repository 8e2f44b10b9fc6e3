/**
 * What follows a message from the process that sends it to those that receive it: {@link
 * io.quarkiverse.messaging.nats.runtime.tracing.Tracing} is all that others know, and what is behind it is left out of an
 * application without OpenTelemetry. Imports the root package and config.
 */
package io.quarkiverse.messaging.nats.runtime.tracing;
