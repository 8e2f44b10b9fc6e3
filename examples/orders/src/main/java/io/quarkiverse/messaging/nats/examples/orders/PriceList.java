package io.quarkiverse.messaging.nats.examples.orders;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What things cost. */
final class PriceList {

    private static final BigDecimal ANYTHING_ELSE = new BigDecimal("9.90");
    private static final Map<String, BigDecimal> PRICES = Map.of(
            "Coffee beans", new BigDecimal("14.50"),
            "Moka pot", new BigDecimal("32.00"),
            "Milk jug", new BigDecimal("18.90"),
            "Espresso cup", new BigDecimal("7.20"),
            "Hand grinder", new BigDecimal("64.00"));

    private PriceList() {
    }

    static List<String> items() {
        return PRICES.keySet().stream().sorted().toList();
    }

    static BigDecimal price(String item, int quantity) {
        return PRICES.getOrDefault(item, ANYTHING_ELSE).multiply(BigDecimal.valueOf(quantity));
    }
}
