/** Real nats-servers for tests: started, stopped, frozen, killed, and asked what they hold. */
package io.quarkiverse.messaging.nats.testing;
