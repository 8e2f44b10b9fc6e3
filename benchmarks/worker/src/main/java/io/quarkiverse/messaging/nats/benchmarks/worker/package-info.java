/** Reads a backlog in a process of its own. */
package io.quarkiverse.messaging.nats.benchmarks.worker;
