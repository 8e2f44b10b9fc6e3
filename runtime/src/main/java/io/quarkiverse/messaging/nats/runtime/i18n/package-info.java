/** Every log line and every exception, numbered. Imports nothing of ours. */
package io.quarkiverse.messaging.nats.runtime.i18n;
