package io.quarkiverse.messaging.nats.runtime.jdbc;

import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreErrors.JDBC;
import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreLog.JDBC_LOG;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkiverse.messaging.nats.IncomingNatsBatchMetadata;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;

/**
 * Records a message in the transaction of the method that processes it, before the method runs. Inside of the interceptor that
 * begins the transaction, outside of the application's own. The message is acknowledged after the commit, as the method has
 * then returned.
 */
@ExactlyOnce
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class ExactlyOnceInterceptor {

    @Inject
    TransactionManager transactions;

    @AroundInvoke
    Object invoke(InvocationContext invocation) throws Exception {
        DeliveryInProgress delivery = DeliveryInProgress.current();
        if (delivery == null || !(delivery.sequences() instanceof JdbcSequences sequences)) {
            return invocation.proceed(); // called by hand
        }
        if (transactions.getStatus() != Status.STATUS_ACTIVE) {
            throw JDBC.noTransaction(invocation.getMethod().toString());
        }
        try {
            boolean[] process = sequences.recordInTransaction(delivery.positions());
            if (skipped(delivery, process) == process.length) {
                return null;
            }
            filter(invocation, process);
            Object result = invocation.proceed();
            if (transactions.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
                // Its end would roll back without a word, and the message be acknowledged.
                throw JDBC.markedForRollback(delivery.channel(), delivery.positions().get(0).sequence());
            }
            return result;
        } catch (Throwable e) {
            if (!isProcessed(invocation, e)) {
                rollBack();
            }
            throw e;
        }
    }

    /** JTA commits on checked exceptions: the record would stay, and the message that comes again be skipped. */
    private void rollBack() throws SystemException {
        int status = transactions.getStatus();
        if (status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK) {
            transactions.setRollbackOnly();
        }
    }

    /** What {@code dontRollbackOn} names is committed, and so is the record. */
    private static boolean isProcessed(InvocationContext invocation, Throwable failure) {
        Transactional transactional = invocation.getMethod().getAnnotation(Transactional.class);
        if (transactional == null) {
            transactional = invocation.getMethod().getDeclaringClass().getAnnotation(Transactional.class);
        }
        return transactional != null
                && Arrays.stream(transactional.dontRollbackOn()).anyMatch(type -> type.isInstance(failure));
    }

    private static int skipped(DeliveryInProgress delivery, boolean[] process) {
        int skipped = 0;
        for (int i = 0; i < process.length; i++) {
            if (!process[i]) {
                skipped++;
                delivery.duplicates().increment();
                JDBC_LOG.duplicate(delivery.channel(), delivery.positions().get(i).sequence(), delivery.duplicates().sum());
            }
        }
        return skipped;
    }

    /** Of a batch those that were not processed before. */
    private static void filter(InvocationContext invocation, boolean[] process) {
        Object[] parameters = invocation.getParameters();
        if (process.length == 1 || parameters.length == 0) {
            return;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof IncomingNatsBatchMetadata metadata) {
                parameters[i] = new IncomingNatsBatchMetadata(chosen(metadata.messages(), process));
            } else if (i == 0 && parameters[i] instanceof List<?> payloads) {
                parameters[i] = chosen(payloads, process);
            }
        }
        invocation.setParameters(parameters);
    }

    private static <T> List<T> chosen(List<T> all, boolean[] process) {
        List<T> chosen = new ArrayList<>(process.length);
        for (int i = 0; i < process.length; i++) {
            if (process[i]) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }
}
