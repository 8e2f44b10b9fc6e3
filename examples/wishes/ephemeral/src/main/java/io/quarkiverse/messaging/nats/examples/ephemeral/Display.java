package io.quarkiverse.messaging.nats.examples.ephemeral;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkus.logging.Log;

/** Shows each temperature that is sent from now on. Every display that runs shows all of them. */
@ApplicationScoped
public class Display {

    @Incoming("temperature")
    void show(Double celsius) {
        Log.infof("It is %.1f degrees", celsius);
    }
}
