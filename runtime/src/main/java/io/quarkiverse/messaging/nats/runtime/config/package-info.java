/** Configuration, read once and checked: connections, streams, and the keys of channels. Imports i18n only. */
package io.quarkiverse.messaging.nats.runtime.config;
