/** Runs the scenarios against a real server, and says what the server and the application's output show. */
package io.quarkiverse.messaging.nats.examples.demo;
