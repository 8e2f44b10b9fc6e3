/**
 * Consumers: planned from a channel's settings, created, compared, recreated. Imports config, connection and i18n; every
 * call blocks.
 */
package io.quarkiverse.messaging.nats.runtime.consumer;
