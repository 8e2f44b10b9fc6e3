/** An ordinary application: orders are published, and received in many ways, one bean each. */
package io.quarkiverse.messaging.nats.examples.scenarios;
