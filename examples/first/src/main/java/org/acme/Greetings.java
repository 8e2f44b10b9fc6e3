package org.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

@Path("/greetings")
@ApplicationScoped
public class Greetings {

    @Inject
    @Channel("sent")
    MutinyEmitter<String> sent;

    @POST
    public Uni<Void> send(String greeting) {
        return sent.send(greeting); // ends when the server has stored it
    }

    @Incoming("received")
    void receive(String greeting, IncomingNatsMetadata metadata) {
        Log.infof("received number %d: %s", metadata.streamSequence(), greeting);
    }
}
