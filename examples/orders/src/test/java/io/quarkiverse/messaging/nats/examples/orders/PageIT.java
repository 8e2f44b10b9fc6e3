package io.quarkiverse.messaging.nats.examples.orders;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The page, out of the packaged application. */
@QuarkusIntegrationTest
class PageIT extends PageTest {
}
