/** Processes messages while the processes of everything around it, and itself, are killed. */
package io.quarkiverse.messaging.nats.chaos.worker;
