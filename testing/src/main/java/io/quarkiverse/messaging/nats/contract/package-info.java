/** What every sequence store must do, as tests. Imports spi. */
package io.quarkiverse.messaging.nats.contract;
