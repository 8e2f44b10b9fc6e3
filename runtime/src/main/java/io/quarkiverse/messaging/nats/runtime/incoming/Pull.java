package io.quarkiverse.messaging.nats.runtime.incoming;

/** One pull request that the server still works on, and what it may still bring. */
final class Pull {

    final long id;
    int messages;
    long bytes;

    Pull(long id, int messages, long bytes) {
        this.id = id;
        this.messages = messages;
        this.bytes = bytes;
    }
}
