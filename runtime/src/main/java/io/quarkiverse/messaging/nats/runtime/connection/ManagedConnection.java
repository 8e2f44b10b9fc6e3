package io.quarkiverse.messaging.nats.runtime.connection;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.quarkiverse.messaging.nats.runtime.config.ConnectionConfig;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Keeps one connection: connects, tries again until it succeeds, and builds it anew from fresh credentials when jnats
 * closed it unasked, which it does after two equal authentication errors. No thread waits between attempts.
 */
public final class ManagedConnection {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String name;
    private final ConnectionConfig config;
    private final OptionsFactory optionsFactory;
    private final List<ConnectionObserver> observers = new CopyOnWriteArrayList<>();
    /** Ends with the first attempt that brought an answer: a connection, or the server's refusal. */
    private final CompletableFuture<LiveConnection> firstAnswer = new CompletableFuture<>();

    private volatile LiveConnection live;
    private volatile String trouble = "not tried yet";
    private boolean started;
    /** What observers were told last: a state change is told once, though jnats reports each failed attempt. */
    private volatile boolean toldUp;
    /** The refusal that the log has; it is said once until there is a connection again. */
    private volatile String toldRefusal;
    private volatile boolean closing;
    private final Permissions permissions;
    private final FrequentLosses losses = new FrequentLosses();

    ManagedConnection(String name, ConnectionConfig config, OptionsFactory optionsFactory) {
        this.name = name;
        this.config = config;
        this.optionsFactory = optionsFactory;
        this.permissions = new Permissions(name, observers, connection -> isCurrent(connection) && !closing);
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return its settings */
    public ConnectionConfig config() {
        return config;
    }

    /** @return the physical connection, connected or not, or {@code null} before the first */
    public LiveConnection live() {
        return live;
    }

    /** @return whether messages can be sent at this moment */
    public boolean isUp() {
        LiveConnection current = live;
        return current != null && current.isUp();
    }

    /** @return why there is no connection, without secrets */
    public String trouble() {
        return trouble;
    }

    /**
     * @return ends with the first connection, or exceptionally with the sentence to show when a server answered and
     *         refused
     */
    public CompletableFuture<LiveConnection> firstAnswer() {
        return firstAnswer;
    }

    /**
     * @param observer told of everything from now on
     */
    public void addObserver(ConnectionObserver observer) {
        observers.add(observer);
    }

    /**
     * Begins to connect; does not block.
     *
     * @return whether that was the first time
     */
    public synchronized boolean start() {
        if (started) {
            return false;
        }
        started = true;
        Infrastructure.getDefaultWorkerPool().execute(() -> attempt(0));
        return true;
    }

    private void attempt(int failures) {
        if (closing) {
            return;
        }
        ConnectionEvents events = new ConnectionEvents(name, this);
        try {
            Connection connection = Nats.connect(optionsFactory.options(name, config, events));
            if (closing) {
                connection.close();
            } else {
                established(LiveConnection.of(connection));
            }
        } catch (AuthenticationException e) {
            credentialsRefused(events.lastError());
            again(failures);
        } catch (IllegalArgumentException e) {
            refused(Addresses.shown(e.getMessage(), config.servers()));
            again(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            trouble = words(e, events.lastReason());
            if (failures == 0) {
                LOG.noServerYet(name, servers(), trouble);
            }
            again(failures);
        }
    }

    /** jnats says that it could not connect; why, it has told its listener. */
    private String words(Exception failure, String reason) {
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Addresses.shown(reason == null || what.contains(reason) ? what : what + ": " + reason, config.servers());
    }

    void credentialsRefused(String reason) {
        refused(ERRORS.wrongCredentials(name, servers(), reason, keyPrefix()));
    }

    /** @return what the server does not permit its user */
    public Permissions permissions() {
        return permissions;
    }

    private void refused(String sentence) {
        if (!sentence.equals(toldRefusal)) {
            toldRefusal = sentence;
            LOG.warn(sentence);
        }
        trouble = sentence;
        firstAnswer.completeExceptionally(new IllegalStateException(sentence));
        observers.forEach(observer -> observer.refused(sentence));
    }

    private void again(int failures) {
        if (closing) {
            return; // the worker pool may be gone
        }
        long wait = Math.min(LONGEST_WAIT.toMillis(), config.reconnectWait().toMillis() << Math.min(failures, 10));
        long jitter = ThreadLocalRandom.current().nextLong(Math.max(1, config.reconnectJitter().toMillis()));
        Infrastructure.getDefaultWorkerPool().schedule(() -> attempt(failures + 1), wait + jitter, TimeUnit.MILLISECONDS);
    }

    private void established(LiveConnection connection) {
        live = connection;
        permissions.forget();
        toldUp = true;
        toldRefusal = null;
        LOG.connected(name, connection.url(), connection.version());
        observers.forEach(observer -> observer.connected(connection));
        firstAnswer.complete(connection);
    }

    void disconnected(Connection connection) {
        if (isCurrent(connection) && !closing && toldUp) {
            toldUp = false;
            trouble = ERRORS.reasonNotConnected();
            LOG.disconnected(name);
            losses.lost(name);
            observers.forEach(ConnectionObserver::disconnected);
        }
    }

    void reconnected(Connection connection) {
        if (isCurrent(connection) && !closing) {
            toldUp = true;
            toldRefusal = null;
            LOG.reconnected(name, live.url());
            observers.forEach(observer -> observer.reconnected(live));
        }
    }

    void closed(Connection connection, String reason) {
        if (isCurrent(connection) && !closing) {
            LOG.closedUnasked(name, reason);
            trouble = reason;
            if (toldUp) {
                toldUp = false;
                observers.forEach(ConnectionObserver::disconnected);
            }
            again(0);
        }
    }

    private boolean isCurrent(Connection connection) {
        LiveConnection current = live;
        return current != null && current.connection() == connection;
    }

    private String keyPrefix() {
        return NatsConfig.DEFAULT_CONNECTION.equals(name) ? "" : ".connections.\"" + name + "\"";
    }

    /** @return the addresses of its servers, to be shown */
    public String servers() {
        return Addresses.shown(config.servers());
    }

    /** @return why the start fails where no server has answered in time, {@code null} where it goes on without one */
    public String refusalToStart() {
        return config.connectOnStart() == ConnectionConfig.ConnectOnStart.OPTIONAL ? null
                : ERRORS.noServer(name, servers(), config.connectTimeout(), trouble,
                        "quarkus.messaging.nats" + keyPrefix() + ".servers");
    }

    /** Closes it for good. Blocks for a moment: what jnats still has to send is sent. */
    void close() {
        closing = true;
        LiveConnection current = live;
        if (current != null) {
            try {
                if (current.isUp()) {
                    current.connection().flush(Duration.ofSeconds(2));
                }
                current.connection().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.notClosedInOrder(name, e);
            }
        }
    }
}
