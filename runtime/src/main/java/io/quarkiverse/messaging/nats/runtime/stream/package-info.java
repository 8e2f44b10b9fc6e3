/** Streams: declared, compared, found by subject. Imports config, connection and i18n; every call blocks. */
package io.quarkiverse.messaging.nats.runtime.stream;
