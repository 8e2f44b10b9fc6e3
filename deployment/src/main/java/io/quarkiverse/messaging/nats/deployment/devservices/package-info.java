/**
 * A server for development and tests where none is configured: a shared one, a container, or a local process.
 * <p>
 * {@link io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesProcessor} looks for a shared one at build time;
 * {@link io.quarkiverse.messaging.nats.deployment.devservices.DevServer} brings one of its own up before the application
 * starts.
 */
package io.quarkiverse.messaging.nats.deployment.devservices;
