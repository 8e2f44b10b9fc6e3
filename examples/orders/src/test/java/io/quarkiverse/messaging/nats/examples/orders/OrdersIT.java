package io.quarkiverse.messaging.nats.examples.orders;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same with the packaged application, which runs as in production. */
@QuarkusIntegrationTest
class OrdersIT extends OrdersTest {
}
