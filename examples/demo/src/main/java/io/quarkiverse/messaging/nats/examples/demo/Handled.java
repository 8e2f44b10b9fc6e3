package io.quarkiverse.messaging.nats.examples.demo;

/** One line of the application's output: what it handled. */
record Handled(String channel, long sequence, long delivery, String order, long millis) {

    static Handled parse(String line) {
        String[] words = line.split(" ");
        return new Handled(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), words[4], Long.parseLong(words[5]));
    }
}
