/** Payloads to bytes and back, by the method's type, never by a header. Imports the root package and i18n only. */
package io.quarkiverse.messaging.nats.runtime.payload;
