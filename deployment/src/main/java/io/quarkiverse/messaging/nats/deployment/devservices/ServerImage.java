package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.util.concurrent.TimeUnit;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;

/**
 * Gets the image of a container where the engine hasn't got it. Where the registry can't be reached, Testcontainers asks for
 * four minutes and does not say why: a local process would have to wait for that.
 */
final class ServerImage {

    private static final long PULL_MINUTES = 5;

    private ServerImage() {
    }

    static void get(String name) {
        DockerImageName image = ImageNameSubstitutor.instance().apply(DockerImageName.parse(name));
        DockerClient engine = DockerClientFactory.lazyClient();
        try {
            engine.inspectImageCmd(image.asCanonicalNameString()).exec();
        } catch (NotFoundException e) {
            pull(engine, image);
        }
    }

    private static void pull(DockerClient engine, DockerImageName image) {
        LOG.pulling(image.asCanonicalNameString());
        try {
            if (!engine.pullImageCmd(image.getUnversionedPart()).withTag(image.getVersionPart()).start()
                    .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("it was not pulled within " + PULL_MINUTES + " minutes");
            }
        } catch (NotFoundException | DockerClientException e) {
            // Testcontainers tries another platform, at once, and says why that fails.
            LOG.debugf(e, "%s can't be pulled for this platform", image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
