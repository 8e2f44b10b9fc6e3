/** Causes one fault after another under an application that runs, and measures what became of its messages. */
package io.quarkiverse.messaging.nats.chaos.faults;
