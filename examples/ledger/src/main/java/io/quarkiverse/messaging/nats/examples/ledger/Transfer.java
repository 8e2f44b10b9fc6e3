package io.quarkiverse.messaging.nats.examples.ledger;

/** So much money, from one account to another. */
public record Transfer(int from, int to, long amount) {
}
