package io.quarkiverse.messaging.nats.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

/** What the methods of a test's application have handled, in order. */
@ApplicationScoped
public class Received {

    private final List<String> all = new CopyOnWriteArrayList<>();

    public void add(String what) {
        all.add(what);
    }

    public List<String> all() {
        return all;
    }

    public int count() {
        return all.size();
    }
}
