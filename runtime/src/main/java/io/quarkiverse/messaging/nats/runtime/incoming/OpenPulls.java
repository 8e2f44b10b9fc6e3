package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.ArrayDeque;

/**
 * Pure: what may still arrive for the pulls that are open. A message does not say which pull brought it; the server
 * serves its pulls in turn, so that is done here too, and where the server ends a pull it says what that one had left,
 * which corrects the others. The sum of messages is exact.
 */
final class OpenPulls {

    private static final class Pull {
        private final long id;
        private final boolean limited;
        private int messages;
        private long bytes;

        private Pull(long id, int messages, long bytes) {
            this.id = id;
            this.limited = bytes > 0;
            this.messages = messages;
            this.bytes = bytes;
        }
    }

    private final ArrayDeque<Pull> pulls = new ArrayDeque<>();
    private int messages;
    private long bytes;

    /** Messages that may still arrive. */
    int messages() {
        return messages;
    }

    /** Bytes that may still arrive. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return pulls.isEmpty();
    }

    void opened(long id, int batch, long maxBytes) {
        pulls.add(new Pull(id, batch, maxBytes));
        messages += batch;
        bytes += maxBytes;
    }

    void received(int size) {
        Pull pull = pulls.poll();
        if (pull == null) {
            return;
        }
        pull.messages--;
        messages--;
        long taken = Math.min(size, pull.bytes);
        pull.bytes -= taken;
        bytes -= taken;
        // A pull whose bytes are used up exactly is over, and the server does not say so.
        if (pull.messages <= 0 || (pull.limited && pull.bytes == 0 && taken == size)) {
            forget(pull);
        } else {
            pulls.add(pull);
        }
    }

    /** The server ended a pull, which had so much left; -1 where it did not say. */
    void ended(long id, int messagesLeft) {
        Pull ended = null;
        for (Pull pull : pulls) {
            if (pull.id == id) {
                ended = pull;
            }
        }
        int believed = 0;
        if (ended != null) {
            believed = ended.messages;
            pulls.remove(ended);
            forget(ended);
        }
        if (messagesLeft >= 0) {
            correct(believed - messagesLeft);
        }
    }

    private void forget(Pull pull) {
        messages -= pull.messages;
        bytes -= pull.bytes;
    }

    /** What the ended pull brought more than was believed, the others brought less, and the other way round. */
    private void correct(int difference) {
        int rest = difference;
        for (Pull pull : pulls) {
            int change = rest > 0 ? rest : Math.max(rest, -pull.messages);
            pull.messages += change;
            messages += change;
            rest -= change;
        }
        pulls.removeIf(pull -> {
            if (pull.messages <= 0) {
                forget(pull);
                return true;
            }
            return false;
        });
    }

    void clear() {
        pulls.clear();
        messages = 0;
        bytes = 0;
    }
}
