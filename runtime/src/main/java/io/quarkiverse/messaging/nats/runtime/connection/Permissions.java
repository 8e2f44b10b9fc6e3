package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityLog.SECURITY_LOG;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.Connection;
import io.nats.client.support.NatsJetStreamConstants;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * What the server does not permit the user of one connection. Each subject is logged once until there is a new connection.
 * A server that gives a permission back says nothing: where it may not answer us, it is asked again by a new connection.
 */
public final class Permissions {

    private static final Pattern WORDS = Pattern
            .compile("(?i)permissions violation for (publish|subscription) to \"([^\"]+)\"");
    private static final String API = "$JS.API.";
    private static final int MOST = 100;
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final String name;
    private final List<ConnectionObserver> observers;
    /** Whether a connection still counts. */
    private final Predicate<Connection> current;
    private final AtomicBoolean subscribingAgain = new AtomicBoolean();
    /** Subjects, and when they were denied last. */
    private final Map<String, Long> denied = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    Permissions(String name, List<ConnectionObserver> observers, Predicate<Connection> current) {
        this.name = name;
        this.observers = observers;
        this.current = current;
    }

    /** @return whether the server's words are about a permission; then everybody concerned is told */
    boolean areMeant(Connection connection, String error) {
        Matcher words = WORDS.matcher(error);
        if (!words.find()) {
            return false;
        }
        String subject = words.group(2);
        if (words.group(1).equalsIgnoreCase("publish")) {
            // The subjects of acks have numbers of each message.
            boolean ack = subject.startsWith(NatsJetStreamConstants.JS_ACK_SUBJECT_PREFIX);
            if (isNews(ack ? NatsJetStreamConstants.JS_ACK_SUBJECT_PREFIX + ">" : subject)) {
                SECURITY_LOG.publishNotPermitted(name, subject);
            }
            observers.forEach(observer -> observer.publishDenied(subject));
        } else {
            subscriptionDenied(connection, subject);
        }
        return true;
    }

    private void subscriptionDenied(Connection connection, String subject) {
        if (isNews(subject)) {
            SECURITY_LOG.subscribeNotPermitted(name, subject);
        }
        boolean ours = subject.startsWith(connection.getOptions().getInboxPrefix());
        if (ours && !subscribingAgain.getAndSet(true)) {
            String sentence = SECURITY.repliesNotPermitted(name, subject);
            observers.forEach(observer -> observer.refused(sentence));
            Infrastructure.getDefaultWorkerPool().schedule(() -> subscribeAgain(connection), AGAIN.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void subscribeAgain(Connection connection) {
        try {
            subscribingAgain.set(false);
            if (current.test(connection)) {
                connection.forceReconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("connecting anew for a permission", e);
        }
    }

    private synchronized boolean isNews(String subject) {
        return denied.put(subject, System.nanoTime()) == null;
    }

    /**
     * @param time in {@link System#nanoTime()}
     * @return the subject of a request to JetStream that was denied since then, or {@code null}
     */
    public synchronized String requestDeniedSince(long time) {
        return denied.entrySet().stream().filter(one -> one.getKey().startsWith(API) && one.getValue() - time >= 0)
                .map(Map.Entry::getKey).findFirst().orElse(null);
    }

    /** A new connection: what is denied there is news. */
    synchronized void forget() {
        denied.clear();
    }
}
