/**
 * What an application may have injected: the managed connection, and what jnats makes of it. Imports the root package, config,
 * connection and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.client;
