/** A small application that says on standard output what it does, and is killed, frozen and asked by the {@code *IT} tests. */
package io.quarkiverse.messaging.nats.it;
