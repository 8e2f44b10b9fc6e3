/** What the Dev UI asks and asks for, in development mode only. Imports connection, connector and i18n. */
package io.quarkiverse.messaging.nats.runtime.devui;
