package io.quarkiverse.messaging.nats.test.devservices;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.ext.web.Router;

/** Says over HTTP which server it was given and what it received; sends what it is asked to. */
@ApplicationScoped
public class DevApp {

    static final String CONFIGURATION = """
            mp.messaging.outgoing.out.connector=nats
            mp.messaging.outgoing.out.subject=letters
            mp.messaging.incoming.in.connector=nats
            mp.messaging.incoming.in.subject=letters
            mp.messaging.incoming.in.start-position=all
            """;

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Inject
    @Channel("out")
    MutinyEmitter<String> out;

    Uni<Void> send(String letter) {
        return out.send(letter);
    }

    String received() {
        return String.join(",", received);
    }

    @Incoming("in")
    void receive(String letter) {
        received.add(letter);
    }

    /** A bean of its own: routes are made before emitters are. */
    @ApplicationScoped
    public static class Routes {

        @Inject
        DevApp app;
        @ConfigProperty(name = "quarkus.messaging.nats.servers")
        String servers;

        void add(@Observes Router router) {
            router.get("/server").handler(request -> request.end(servers));
            router.get("/received").handler(request -> request.end(app.received()));
            router.get("/send/:letter").handler(request -> app.send(request.pathParam("letter"))
                    .subscribe().with(sent -> request.end("stored"), request::fail));
        }
    }
}
