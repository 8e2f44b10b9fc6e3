package io.quarkiverse.messaging.nats;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.interceptor.InterceptorBinding;

/**
 * On a method with {@code @Incoming} whose channel has {@code sequence-store=jdbc}: what the method writes to the database, and
 * the record that its message was processed, are one transaction. A message that is delivered again is acknowledged without the
 * method; of a batch only those are given that were not processed.
 * <p>
 * The method runs in a transaction, also without {@code @Transactional}. Any exception rolls it back, a checked one too, and
 * the message goes through the failure strategy. What the method does outside of the database (a call, a mail, a message sent
 * with
 * an emitter) is not part of the transaction: give it {@link IncomingNatsMetadata#idempotencyKey()}.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface ExactlyOnce {
}
