package io.quarkiverse.messaging.nats;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/**
 * Says which key-value bucket is injected, at a {@code io.nats.client.KeyValue}:
 * {@code @Inject @NatsBucket("prices") KeyValue prices}. The bucket is not created, and not looked for before it is used.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD })
public @interface NatsBucket {

    /** The name of the default connection. */
    String DEFAULT_CONNECTION = "<default>";

    /** @return the bucket's name */
    @Nonbinding
    String value();

    /** @return the connection's name under {@code quarkus.messaging.nats.connections}; the default connection unless set */
    @Nonbinding
    String connection() default DEFAULT_CONNECTION;
}
