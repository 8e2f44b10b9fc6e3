package io.quarkiverse.messaging.nats.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/** A test of something that older servers lack: skipped there, with the reason in the report. */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerCondition.class)
public @interface NeedsServer {

    /** @return the oldest line it works on, for example {@code 2.11} */
    String value();

    /** @return what older ones lack, for the report */
    String why();
}
