package io.quarkiverse.messaging.nats.runtime.connector;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;

import io.quarkus.smallrye.reactivemessaging.runtime.SmallRyeReactiveMessagingRecorder.SmallRyeReactiveMessagingContext;
import io.smallrye.reactive.messaging.MediatorConfiguration;
import io.smallrye.reactive.messaging.Shape;

/** What the application's methods do with the messages of a channel. */
@ApplicationScoped
public class ChannelMethods {

    @Inject
    SmallRyeReactiveMessagingContext application;

    /** @return the methods that take the channel's messages */
    List<MediatorConfiguration> taking(String channel) {
        List<MediatorConfiguration> taking = new ArrayList<>();
        for (MediatorConfiguration method : application.getMediatorConfigurations()) {
            if (method.getIncoming().contains(channel)) {
                taking.add(method);
            }
        }
        return taking;
    }

    /** @return whether one of them takes several messages at a time */
    boolean areUnordered(String channel) {
        return taking(channel).stream().anyMatch(method -> method.isBlocking() && !method.isBlockingExecutionOrdered());
    }

    /** SmallRye ends a channel at the first stage of its own acks that fails; an application may know better. */
    boolean areAckedBySmallRye(String channel) {
        return taking(channel).stream().anyMatch(method -> method.getAcknowledgment() != Acknowledgment.Strategy.MANUAL);
    }

    /** @return whether one of them takes messages that neither SmallRye nor the application acks */
    boolean areNeverAcked(String channel) {
        return taking(channel).stream().anyMatch(method -> method.getAcknowledgment() == Acknowledgment.Strategy.NONE);
    }

    /**
     * @param channel an outgoing channel
     * @return the methods that hand no metadata on to it: they make messages of their own, or turn a stream of payloads into
     *         another one
     */
    List<String> withoutSource(String channel) {
        List<String> without = new ArrayList<>();
        for (MediatorConfiguration method : application.getMediatorConfigurations()) {
            boolean ofPayloads = method.consumption() == MediatorConfiguration.Consumption.STREAM_OF_PAYLOAD
                    && method.production() == MediatorConfiguration.Production.STREAM_OF_PAYLOAD;
            if (method.getOutgoings().contains(channel) && (method.shape() == Shape.PUBLISHER || ofPayloads)) {
                without.add(method.methodAsString());
            }
        }
        return without;
    }
}
