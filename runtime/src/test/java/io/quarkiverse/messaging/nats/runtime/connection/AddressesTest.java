package io.quarkiverse.messaging.nats.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = { "nats://shop:s3cret@host:4222", "nats://s3cret@host:4222", "nats://shop:s3@cret@host:4222",
            "nats://shop:s3/s3cret@host:4222", "nats://shop:s3 s3cret@host:4222", "nats://shop:[s3cret@host:4222" })
    void anAddressIsShownWithoutCredentials(String server) {
        assertThat(Addresses.shown(List.of(server))).isEqualTo("nats://host:4222");
        assertThat(Addresses.shown("Illegal character in authority: " + server, List.of(server)))
                .isEqualTo("Illegal character in authority: nats://host:4222");
    }

    @Test
    void alsoOneWithoutAScheme() {
        assertThat(Addresses.shown(List.of("shop:s3cret@host:4222", "host2:4222"))).isEqualTo("host:4222,host2:4222");
        assertThat(Addresses.shown("no server at nats://shop:s3/cret@host:4222, shop:s3cret@host"))
                .isEqualTo("no server at nats://host:4222, host");
        assertThat(Addresses.shown((String) null)).isNull();
    }
}
