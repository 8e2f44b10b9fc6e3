package io.quarkiverse.messaging.nats.test.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.Stream;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** A command that is no nats-server fails the start with the sentence. */
class WrongCommandTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(DevApp.class, DevApp.Routes.class))
            .overrideConfigKey("quarkus.messaging.nats.devservices.mode", "process")
            .overrideConfigKey("quarkus.messaging.nats.devservices.command", "/bin/echo")
            .assertException(failure -> assertThat(Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                    .map(String::valueOf)).anyMatch(
                            text -> text.contains("Dev services found no way to bring up a NATS "
                                    + "server: no process: quarkus.messaging.nats.devservices.command=/bin/echo: /bin/echo is not a "
                                    + "nats-server, asked for its --version it said")));

    @Test
    void itDoesNotStart() {
        fail("the application started without a server");
    }
}
