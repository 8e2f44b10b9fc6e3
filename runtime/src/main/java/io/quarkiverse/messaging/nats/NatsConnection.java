package io.quarkiverse.messaging.nats;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/**
 * Says which connection is injected, at a {@code io.nats.client.Connection}, {@code JetStream} or {@code JetStreamManagement}:
 * {@code @Inject @NatsConnection("other") JetStream stream}. Without it, the default connection is. A name that is not
 * configured under {@code quarkus.messaging.nats.connections} fails the start.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD })
public @interface NatsConnection {

    /** @return the connection's name under {@code quarkus.messaging.nats.connections} */
    @Nonbinding
    String value();
}
