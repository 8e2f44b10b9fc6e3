package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether packing fails at present. */
@ApplicationScoped
public class FailingSwitch {

    private volatile boolean on;

    boolean isOn() {
        return on;
    }

    void set(boolean on) {
        this.on = on;
    }
}
