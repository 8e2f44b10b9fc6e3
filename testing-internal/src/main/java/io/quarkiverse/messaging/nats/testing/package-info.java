/** Real nats-servers for tests: started, stopped, frozen, killed, and asked what they hold. And a real development mode. */
package io.quarkiverse.messaging.nats.testing;
