package io.quarkiverse.messaging.nats.runtime.outgoing;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.Headers;

/** One message on its way out, from encoding to the server's confirmation. Its id stays the same over all tries. */
final class PendingPublish {

    final OutgoingChannel channel;
    final Message<?> source;
    final String subject;
    final Headers headers;
    final byte[] body;
    long id;
    /** When it is sent again unless something is heard, in {@link System#nanoTime()}. */
    volatile long againAt;
    volatile int attempts;
    /** Set once, with the outcome, before it goes back to the channel. */
    Object receipt;
    Throwable failure;

    PendingPublish(OutgoingChannel channel, Message<?> source, String subject, Headers headers, byte[] body) {
        this.channel = channel;
        this.source = source;
        this.subject = subject;
        this.headers = headers;
        this.body = body;
    }

    /** What it holds in memory, roughly: the payload, and a fixed share for the rest. */
    int size() {
        return body.length + 128;
    }
}
