package io.quarkiverse.messaging.nats.examples.orders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

import io.quarkiverse.messaging.nats.testing.Browser;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** What a person sees and does, in a real browser. Leaves pictures in {@code target/screenshots}. */
@QuarkusTest
@Tag("browser")
@EnabledIf("io.quarkiverse.messaging.nats.testing.Browser#isHere")
class BrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestHTTPResource("/")
    URI page;

    ChromeDriver browser;

    @AfterEach
    void close() {
        given().contentType(ContentType.JSON).body("{\"failing\": false}").when().put("/failing").then().statusCode(200);
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void aPersonPlacesAnOrderLetsAnotherFailAndSeesBothPacked() {
        open(page, false, 1280, 800);
        String first = order("Hand grinder", 3);
        awaitState(first, "packed", "packed");

        setFailing(true);
        String second = order("Something rare", 1);
        awaitState(second, "failed", "attempt 1 failed");
        awaitState(second, "failed", "attempt 2 failed");
        fill("count", "500");
        press("#burst button");
        await().atMost(PATIENCE).until(() -> number("lag") > 400);
        await().atMost(PATIENCE).until(() -> browser.findElements(By.cssSelector("[data-state=failed]")).size() >= 10);
        await().atMost(PATIENCE).until(() -> number("failed") > 100);
        picture("failing");

        setFailing(false);
        awaitState(second, "packed", "packed, attempt");
        await().atMost(PATIENCE).until(() -> number("lag") < 250 && number("rate") > 0);
        picture("draining");
        await().atMost(PATIENCE).until(() -> number("lag") == 0);
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).as("the browser's console").isEmpty();
    }

    @Test
    void aPhoneInTheDarkShowsTheSame() {
        open(page, true, 390, 844);
        awaitState(order("Milk jug", 2), "packed", "packed");
        setFailing(true);
        awaitState(order("Espresso cup", 6), "failed", "attempt 1 failed");

        assertThat((Boolean) browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                .as("no scrolling sideways").isTrue();
        picture("phone");
        browser.executeScript("document.getElementById('orders').scrollIntoView()");
        picture("phone-orders");
    }

    @Test
    void thePageComesBackByItselfAfterACutConnection() throws IOException {
        try (Cable cable = new Cable(page.getPort())) {
            open(URI.create("http://localhost:" + cable.port()), false, 1280, 800);
            cable.cut();
            await().atMost(PATIENCE).until(() -> text("#connection").equals("reconnecting"));
            cable.mend();
            await().atMost(PATIENCE).until(() -> text("#connection").equals("live"));
            awaitState(order("Milk jug", 2), "packed", "packed");
        }
    }

    private void open(URI from, boolean dark, int width, int height) {
        browser = Browser.open(dark, width, height);
        browser.get(from.toString());
        await().atMost(PATIENCE).until(() -> text("#connection").equals("live"));
    }

    /** @return the id of the order, as the page says it */
    private String order(String item, int quantity) {
        String before = text("#answer");
        fill("item", item);
        fill("quantity", Integer.toString(quantity));
        press("#order button");
        return await().atMost(PATIENCE).until(() -> text("#answer"), said -> !said.equals(before) && said.startsWith("Order "))
                .split(" ")[1];
    }

    private void fill(String id, String value) {
        WebElement input = browser.findElement(By.id(id));
        input.clear();
        input.sendKeys(value);
    }

    private void press(String button) {
        browser.findElement(By.cssSelector(button)).click();
    }

    private void setFailing(boolean on) {
        By failing = By.id("failing");
        if (on != Boolean.parseBoolean(browser.findElement(failing).getAttribute("aria-checked"))) {
            browser.findElement(failing).click();
            await().atMost(PATIENCE).until(() -> browser.findElement(failing).getAttribute("aria-checked").equals("" + on));
        }
    }

    private void awaitState(String id, String state, String note) {
        String row = "#orders li[data-id^='" + id + "'][data-state=" + state + "] .note";
        await().alias(note).atMost(PATIENCE).until(
                () -> browser.findElements(By.cssSelector(row)).stream().anyMatch(found -> found.getText().startsWith(note)));
    }

    private String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private int number(String id) {
        return Integer.parseInt(text("#" + id).replace(",", ""));
    }

    private void picture(String name) {
        Browser.picture(browser, name);
    }
}
