/** For the tests of applications: a companion on the same server, and a server of the test's own. */
package io.quarkiverse.messaging.nats.testing.companion;
