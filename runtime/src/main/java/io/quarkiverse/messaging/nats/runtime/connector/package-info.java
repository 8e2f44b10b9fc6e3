/**
 * The connector: wires channels to connections, checks and sets up at start, stops in order. Imports all other rooms but
 * those that are plugged into it by their identifier (failure strategies, stores) and those that applications and the Dev UI
 * come in by (client, requests, devui).
 */
package io.quarkiverse.messaging.nats.runtime.connector;
