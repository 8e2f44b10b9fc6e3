package io.quarkiverse.messaging.nats.runtime.client;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.ObjectStore;
import io.nats.client.ObjectStoreManagement;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;

/**
 * What is injected: each call goes to the physical connection of the moment, so it stays valid when that is built anew. What a
 * connection makes and what needs no answer of a server to be made again is such a one too. Closing is refused: the channels
 * live on the same connection.
 */
final class LiveClient implements InvocationHandler {

    private static final Set<Class<?>> MADE_AGAIN = Set.of(JetStream.class, JetStreamManagement.class, KeyValue.class,
            KeyValueManagement.class, ObjectStore.class, ObjectStoreManagement.class);
    private static final Set<String> REFUSED = Set.of("close", "drain");

    /** Makes it of a physical connection; asks no server. */
    interface Part<T> {
        T of(Connection connection) throws IOException;
    }

    private record Made(LiveConnection on, Object part) {
    }

    private final ManagedConnection managed;
    private final Class<?> type;
    private final Part<?> part;
    private volatile Made made;

    private LiveClient(ManagedConnection managed, Class<?> type, Part<?> part) {
        this.managed = managed;
        this.type = type;
        this.part = part;
    }

    static <T> T of(Class<T> type, ManagedConnection managed, Part<? extends T> part) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                new LiveClient(managed, type, part)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> type.getSimpleName() + " of the connection `" + managed.name() + "`";
            };
        }
        if (type == Connection.class) {
            if (REFUSED.contains(method.getName())) {
                throw API.connectionIsManaged(managed.name());
            } else if (MADE_AGAIN.contains(method.getReturnType())) {
                return of(method.getReturnType(), managed, connection -> again(connection, method, arguments));
            } else if (method.getName().equals("getStatus") && live() == null) {
                return Connection.Status.DISCONNECTED;
            }
        }
        return call(method, target(), arguments);
    }

    private <T> T again(Connection connection, Method method, Object[] arguments) throws IOException {
        try {
            @SuppressWarnings("unchecked") // the proxy is of the method's type
            T made = (T) call(method, connection, arguments);
            return made;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object target() throws IOException {
        LiveConnection live = live();
        if (live == null) {
            throw API.notThere(managed.name(), managed.servers(), managed.trouble());
        }
        Made current = made;
        if (current == null || current.on() != live) {
            current = new Made(live, part.of(live.connection()));
            made = current;
        }
        return current.part();
    }

    /** Not one that jnats has closed: the next one is on its way. */
    private LiveConnection live() {
        LiveConnection live = managed.live();
        return live == null || live.connection().getStatus() == Connection.Status.CLOSED ? null : live;
    }
}
