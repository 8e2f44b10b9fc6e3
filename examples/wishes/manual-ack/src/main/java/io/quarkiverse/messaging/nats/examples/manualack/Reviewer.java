package io.quarkiverse.messaging.nats.examples.manualack;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkus.logging.Log;

/** Says itself what becomes of each application. One that it says nothing about comes again after {@code ack-wait}. */
@ApplicationScoped
public class Reviewer {

    // tag::review[]
    @Incoming("applications")
    CompletionStage<Void> review(String application, IncomingNatsMetadata metadata, NatsAcknowledgement acknowledgement) {
        if (application.endsWith(" watches")) {
            Log.infof("%s: never again", application);
            return acknowledgement.term("no application");
        }
        if (application.endsWith(", unsigned") && metadata.deliveryCount() == 1) {
            Log.infof("%s: again in a second", application);
            return acknowledgement.nak(Duration.ofSeconds(1));
        }
        Log.infof("%s: accepted at delivery %d", application, metadata.deliveryCount());
        return acknowledgement.ackConfirmed();
    }
    // end::review[]
}
