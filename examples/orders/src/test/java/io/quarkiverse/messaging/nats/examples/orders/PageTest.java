package io.quarkiverse.messaging.nats.examples.orders;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** The page is served whole, and finds in the live feed every event and field that its scripts read. */
@QuarkusTest
class PageTest {

    @TestHTTPResource("/orders/live")
    URI live;

    @Test
    void everythingThatThePageNamesIsServedFromHere() {
        String html = get("/");
        Set<String> files = found("(?:src|href)=\"([^\"]+)\"", html);
        files.addAll(found("from './([^']+)'", get("/app.js")));

        assertThat(files).contains("orders.css", "app.js", "chart.js", "list.js", "live.js");
        assertThat(files).as("nothing from elsewhere").noneMatch(file -> file.contains("//"));
        files.forEach(file -> when().get("/" + file).then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(strings = { "order-placed", "order-priced", "order-packed", "stats" })
    void eachEventHasTheFieldsThatTheScriptsRead(String name) throws Exception {
        String scripts = get("/app.js") + get("/list.js");
        assertThat(scripts).contains("'" + name + "': ");
        String id = given().contentType(ContentType.JSON).body(Map.of("item", "Milk jug", "quantity", 1))
                .when().post("/orders").then().statusCode(201).extract().path("id");

        try (LiveFeed feed = new LiveFeed(live)) {
            LiveFeed.Event event = feed.awaitEvent(name, any -> name.equals("stats") || any.isAbout(id));
            if (name.equals("stats")) {
                Set<String> read = found("stats\\.(\\w+)", scripts);
                read.addAll(found("'(\\w+)'", found("const name of \\[([^]]+)]", scripts).iterator().next()));
                assertThat(fieldsOf(event.data())).isEqualTo(read);
            } else {
                assertThat(fieldsOf(event.data())).isEqualTo(found("\\bevent\\.((?!prevent)\\w+)", scripts));
                assertThat(fieldsOf(event.data().get("order"))).isEqualTo(found("\\border\\.(\\w+)", scripts));
            }
        }
    }

    private static Set<String> fieldsOf(JsonNode json) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String get(String path) {
        return when().get(path).then().statusCode(200).extract().asString();
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
