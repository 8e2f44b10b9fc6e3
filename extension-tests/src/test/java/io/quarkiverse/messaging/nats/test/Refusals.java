package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.ListAssert;

/** The sentences of a failed start. */
final class Refusals {

    private static final String SEPARATOR = "\n  - ";

    private Refusals() {
    }

    /** The sentences, each without its number; all of them came in one exception that counts them. */
    static ListAssert<String> assertThatSentences(Throwable failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null || !cause.getMessage().contains(SEPARATOR)) {
            assertThat(cause.getCause()).as("a cause of %s", failure).isNotNull();
            cause = cause.getCause();
        }
        assertThat(cause.getClass().getName()).isEqualTo("jakarta.enterprise.inject.spi.DeploymentException");
        List<String> parts = Arrays.asList(cause.getMessage().split(SEPARATOR));
        assertThat(parts.get(0)).isEqualTo(
                "QNATS0500: The configuration of the `nats` channels has " + (parts.size() - 1) + " mistake(s):");
        return assertThat(parts.subList(1, parts.size()).stream()
                .map(sentence -> sentence.replaceFirst("^QNATS\\d{4}: ", "")).toList());
    }
}
