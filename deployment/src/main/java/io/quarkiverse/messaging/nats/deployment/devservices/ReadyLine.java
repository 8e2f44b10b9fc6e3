package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.testcontainers.containers.output.FrameConsumerResultCallback;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until the server in a container says that it is ready: Testcontainers would wait on after the container has ended. */
final class ReadyLine extends AbstractWaitStrategy {

    private static final String READY = "Server is ready";

    @Override
    protected void waitUntilReady() {
        BlockingQueue<OutputFrame> output = new LinkedBlockingQueue<>();
        try (FrameConsumerResultCallback callback = new FrameConsumerResultCallback()) {
            callback.addConsumer(OutputFrame.OutputType.STDOUT, output::add);
            callback.addConsumer(OutputFrame.OutputType.STDERR, output::add);
            waitStrategyTarget.getDockerClient().logContainerCmd(waitStrategyTarget.getContainerId()).withFollowStream(true)
                    .withSince(0).withStdOut(true).withStdErr(true).exec(callback);
            await(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void await(BlockingQueue<OutputFrame> output) throws InterruptedException {
        long end = System.nanoTime() + startupTimeout.toNanos();
        for (OutputFrame frame = null; frame == null || !frame.getUtf8String().contains(READY);) {
            frame = output.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                throw new IllegalStateException("it was not ready within " + startupTimeout.toSeconds() + " s");
            }
            if (frame == OutputFrame.END) {
                throw new IllegalStateException("it ended");
            }
        }
    }
}
