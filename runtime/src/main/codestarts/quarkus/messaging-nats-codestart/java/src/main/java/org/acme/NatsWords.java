package org.acme;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Which subject a channel is for is in the application's configuration. */
@ApplicationScoped
public class NatsWords {

    @Inject
    @Channel("said")
    MutinyEmitter<String> said;

    /** What is returned ends when the server has stored the word. */
    public Uni<Void> say(String word) {
        return said.send(word);
    }

    void greet(@Observes StartupEvent event) {
        say("hello").subscribe().with(stored -> Log.info("Said hello"), failure -> Log.error("Did not say hello", failure));
    }

    /**
     * A word is acknowledged when the server has stored what this method returns. Where the method throws an exception, the
     * word comes again, a little later.
     */
    @Incoming("heard")
    @Outgoing("shouted")
    public String shout(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    @Incoming("printed")
    public void print(String word) {
        Log.infof(">> %s", word);
    }
}
