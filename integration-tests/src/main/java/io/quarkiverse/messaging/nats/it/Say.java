package io.quarkiverse.messaging.nats.it;

/** Words for the test that started this process. */
final class Say {

    private Say() {
    }

    static void line(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
