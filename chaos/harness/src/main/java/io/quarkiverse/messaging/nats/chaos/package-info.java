/** Kills what processes messages, and counts what became of them. */
package io.quarkiverse.messaging.nats.chaos;
