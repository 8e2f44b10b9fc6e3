package io.quarkiverse.messaging.nats.benchmarks;

/** The same methods behind a connector that has its messages in memory: what the framework alone does. */
final class Memory {

    private final Bench bench;

    Memory(Bench bench) {
        this.bench = bench;
    }

    Side channel(String channel) {
        return messages -> {
            Count count = Methods.count(channel);
            count.expect(messages);
            byte[] payload = bench.payload();
            System.gc();
            MemoryConnector.context.runOnContext(ignored -> MemoryConnector.SOURCES.get(channel).emit(messages,
                    () -> MemoryConnector.message(payload)));
            count.await();
            return new double[] { count.perSecond() };
        };
    }
}
