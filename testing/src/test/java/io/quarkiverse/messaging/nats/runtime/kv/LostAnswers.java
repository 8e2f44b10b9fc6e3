package io.quarkiverse.messaging.nats.runtime.kv;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import io.nats.client.Connection;

/** A connection that at times loses the answers to what it has sent. */
final class LostAnswers {

    volatile boolean losing;
    private final Connection connection;

    LostAnswers(Connection real) {
        connection = (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] { Connection.class },
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (losing && answer instanceof CompletableFuture<?> asked) {
                            CompletableFuture<Object> lost = new CompletableFuture<>();
                            asked.whenComplete((said, failure) -> lost.completeExceptionally(new IOException("lost")));
                            return lost;
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Connection connection() {
        return connection;
    }
}
