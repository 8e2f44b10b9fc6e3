/**
 * The connector: wires channels to connections, checks and sets up at start, stops in order. Imports all other rooms but
 * the failure strategies, which it finds by their identifier.
 */
package io.quarkiverse.messaging.nats.runtime.connector;
