package io.quarkiverse.messaging.nats.runtime.outgoing;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;

/** One message on its way out, from encoding to the server's confirmation. Its id stays the same over all tries. */
final class PendingPublish {

    final OutgoingChannel channel;
    final Message<?> source;
    final String subject;
    /** By which the server drops a duplicate, or {@code null}. */
    final String messageId;
    final Headers headers;
    final byte[] body;
    /** What it needs of a server beyond the oldest supported one, or {@code null}. */
    final Need need;
    long id;
    /** When it came to the channel, 0 where nobody measures. */
    long cameAt;
    /** When it is sent again unless something is heard, in {@link System#nanoTime()}. */
    volatile long againAt;
    /** When the last try was sent; written before {@link #againAt}, and to be read after it. */
    long sentAt;
    volatile int attempts;
    /** Set once, with the outcome, before it goes back to the channel. */
    PublishAck receipt;
    Throwable failure;

    /** Tries of which nothing was heard: what they sent may be stored. Under the lock of this. */
    private int unanswered;
    private long maybeStoredSince;
    private boolean suspect;

    PendingPublish(OutgoingChannel channel, Message<?> source, String subject, String messageId, Headers headers,
            byte[] body, Need need) {
        this.channel = channel;
        this.source = source;
        this.subject = subject;
        this.messageId = messageId;
        this.headers = headers;
        this.body = body;
        this.need = need;
    }

    /** What it holds in memory, roughly: the payload, and a fixed share for the rest. */
    int size() {
        return body.length + 128;
    }

    synchronized void sent(long now) {
        if (unanswered++ == 0) {
            maybeStoredSince = now;
        }
        attempts++;
    }

    /** A try was refused, so that one is not stored. Which one is not known, if there are several. */
    synchronized void refused() {
        unanswered = Math.max(0, unanswered - 1);
    }

    /** @return whether a try may have been stored though nothing was heard of it */
    synchronized boolean maybeStored() {
        return unanswered > 0;
    }

    /** @return when the first try was sent that may have been stored, in {@link System#nanoTime()} */
    synchronized long maybeStoredSince() {
        return maybeStoredSince;
    }

    /** It may be stored twice. @return whether that is known since just now */
    synchronized boolean becomesSuspect() {
        boolean before = suspect;
        suspect = true;
        return !before;
    }
}
