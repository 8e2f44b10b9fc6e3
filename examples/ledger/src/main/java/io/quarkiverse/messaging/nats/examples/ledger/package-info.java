/** Money moves between accounts, once for each message, whatever is killed. */
package io.quarkiverse.messaging.nats.examples.ledger;
