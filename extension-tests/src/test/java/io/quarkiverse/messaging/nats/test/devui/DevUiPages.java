package io.quarkiverse.messaging.nats.test.devui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

import io.quarkiverse.messaging.nats.testing.Browser;

/**
 * The Dev UI as a person uses it. Its pages lie in shadow roots within shadow roots: what is looked for is looked for in all.
 */
final class DevUiPages implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String EXTENSION = "quarkus-messaging-nats";
    /** Each further selector is looked for below what the one before has found. */
    private static final String FIND = """
            const find = (root, selector) => {
                const here = root.shadowRoot ? find(root.shadowRoot, selector) : root.querySelector(selector);
                if (here) return here;
                for (const element of root.querySelectorAll('*')) {
                    const below = element.shadowRoot && find(element.shadowRoot, selector);
                    if (below) return below;
                }
                return null;
            };
            return Array.from(arguments).reduce((root, selector) => root && find(root, selector), document);
            """;

    /** The driver cannot press what lies in a slot of a shadow root: it is pressed where it is, if nothing lies upon it. */
    private static final String PLACE = """
            arguments[0].scrollIntoView({ block: 'nearest' });
            const box = arguments[0].getBoundingClientRect();
            const x = Math.round(box.x + box.width / 2), y = Math.round(box.y + box.height / 2);
            let top = document.elementFromPoint(x, y);
            for (let below = top; below?.shadowRoot; top = below ?? top) {
                below = top.shadowRoot.elementFromPoint(x, y);
                if (below === top) break;
            }
            while (top && top !== arguments[0]) top = top.parentNode ?? top.host;
            return top ? [x, y] : null;
            """;

    private final ChromeDriver browser = Browser.open(false, 1280, 860);

    /** Opens the list of extensions. */
    void open(int port) {
        browser.get("http://localhost:" + port + "/q/dev-ui/extensions");
    }

    /** @return the link of a page, on the card or among the tabs of a page */
    static String[] link(String where, String page) {
        return new String[] { where, "qwc-extension-link[namespace*='" + EXTENSION + "'][path$='" + page + "']", "a" };
    }

    /** Presses what is there, as soon as it is there. */
    void press(String... selectors) {
        // What is pressed may be drawn anew in the same moment.
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class).until(() -> {
            WebElement found = find(selectors);
            if (found == null) {
                return false;
            }
            List<?> at = (List<?>) browser.executeScript(PLACE, found);
            if (at == null) {
                return false;
            }
            new Actions(browser).moveToLocation(((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue()).click()
                    .perform();
            return true;
        });
    }

    /** Writes into a field what stood not there before. */
    void fill(String selector, String value) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(value);
    }

    /** Waits until the text of an element contains something. */
    void awaitText(String text, String... selectors) {
        await().alias("\"" + text + "\" in " + List.of(selectors)).atMost(PATIENCE)
                .until(() -> text(selectors), seen -> seen.contains(text));
    }

    /** Waits until a figure of a channel is a number. */
    void awaitFigure(String channel, String figure, long value) {
        String selector = "section[data-channel=" + channel + "] [data-figure=" + figure + "] b";
        await().alias(figure + " of " + channel).atMost(PATIENCE)
                .until(() -> text(selector), seen -> seen.equals(Long.toString(value)));
    }

    /** Waits until an element is there, or is not. */
    void awaitPresent(boolean present, String... selectors) {
        await().alias(List.of(selectors) + " is there: " + present).atMost(PATIENCE)
                .until(() -> (find(selectors) != null) == present);
    }

    /** @return what is to be read there, or nothing where nothing is */
    String text(String... selectors) {
        try {
            WebElement found = find(selectors);
            return found == null ? "" : found.getText();
        } catch (StaleElementReferenceException drawnAnew) {
            return "";
        }
    }

    String attribute(String name, String... selectors) {
        return find(selectors).getDomAttribute(name);
    }

    private WebElement find(String... selectors) {
        return (WebElement) browser.executeScript(FIND, (Object[]) selectors);
    }

    /** As on a desktop whose theme is dark, or not. */
    void dark(boolean dark) {
        String colors = attribute("style", "body");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        await().atMost(PATIENCE).until(() -> !attribute("style", "body").equals(colors));
    }

    void picture(String name) {
        Browser.picture(browser, "dev-ui-" + name);
    }

    /** Adds to a failure what the browser has to say. */
    void tell(Throwable failed) {
        failed.addSuppressed(new IllegalStateException(browser.manage().logs().get(LogType.BROWSER).getAll().toString()));
    }

    /** Nothing that our pages did went wrong in the browser without anybody seeing it. */
    void assertNothingWentWrong() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).as("the browser's console")
                .noneMatch(entry -> entry.getMessage().contains("nats"));
    }

    @Override
    public void close() {
        browser.quit();
    }
}
