package io.quarkiverse.messaging.nats.jdbc.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** What can't be exactly-once is refused when the application is built, each in a sentence. */
class RefusedMethodsTest {

    private static final String NAME = Methods.class.getName() + "#";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Methods.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", "nats://127.0.0.1:1")
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining(
                    NAME + "forwards is @ExactlyOnce and has @Outgoing, but a crash after the commit would lose what it "
                            + "returns; let the method write to the database only, or use `sequence-store=nats-stream`")
                    .hasStackTraceContaining(NAME
                            + "later is @ExactlyOnce and returns `io.smallrye.mutiny.Uni<java.lang.Void>`, "
                            + "but a transaction of JTA ends when the method returns; take a payload (or a List of them) and "
                            + "return void")
                    .hasStackTraceContaining(NAME + "whole is @ExactlyOnce and takes `org.eclipse.microprofile.reactive."
                            + "messaging.Message<java.lang.String>`")
                    .hasStackTraceContaining(NAME + "early is @ExactlyOnce and has @Acknowledgment(PRE_PROCESSING), but the "
                            + "acknowledgement must follow the commit; remove @Acknowledgment")
                    .hasStackTraceContaining(NAME + "nothing is @ExactlyOnce, but has no @Incoming: nothing would be recorded; "
                            + "remove @ExactlyOnce")
                    .hasStackTraceContaining(NAME + "never is @ExactlyOnce and @Transactional(NEVER), but the record needs a "
                            + "transaction of its own message; write REQUIRED or REQUIRES_NEW, or remove @Transactional")
                    .hasStackTraceContaining(
                            NAME + "fast is @ExactlyOnce and @NonBlocking, but a transaction blocks its thread; "
                                    + "remove @NonBlocking"));

    @Test
    void neverRuns() {
        fail("the application started");
    }

    @ApplicationScoped
    public static class Methods {

        @Incoming("a")
        @Outgoing("b")
        @ExactlyOnce
        String forwards(String payload) {
            return payload;
        }

        @Incoming("c")
        @ExactlyOnce
        Uni<Void> later(String payload) {
            return Uni.createFrom().voidItem();
        }

        @Incoming("d")
        @ExactlyOnce
        Uni<Void> whole(Message<String> message) {
            return Uni.createFrom().voidItem();
        }

        @Incoming("e")
        @ExactlyOnce
        @Acknowledgment(Acknowledgment.Strategy.PRE_PROCESSING)
        void early(String payload) {
        }

        @ExactlyOnce
        void nothing(String payload) {
        }

        @Incoming("f")
        @ExactlyOnce
        @Transactional(Transactional.TxType.NEVER)
        void never(String payload) {
        }

        @Incoming("g")
        @ExactlyOnce
        @NonBlocking
        void fast(String payload) {
        }
    }
}
