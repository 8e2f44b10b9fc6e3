/** What a channel says of itself to health checks and logs. Imports i18n only. */
package io.quarkiverse.messaging.nats.runtime.health;
