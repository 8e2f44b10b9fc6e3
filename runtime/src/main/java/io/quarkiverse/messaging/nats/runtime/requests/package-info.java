/**
 * Requests whose replies come on another channel. Imports the root package, config, payload and i18n.
 */
package io.quarkiverse.messaging.nats.runtime.requests;
