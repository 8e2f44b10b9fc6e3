package io.quarkiverse.messaging.nats.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The Chromium of this machine, without a window. Nothing is ever downloaded: browser and driver are named. Whoever uses it has
 * Selenium as a dependency of its own.
 */
public final class Browser {

    private static final Optional<Path> CHROMIUM = onPath("chromium", "chromium-browser", "google-chrome");
    private static final Optional<Path> DRIVER = onPath("chromedriver");

    /** Held here, so that its level stays: Selenium misses a protocol version that nothing here uses. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private Browser() {
    }

    /** @return whether there is one; if not, says so in one line. Named in an {@code @EnabledIf} */
    public static boolean isHere() {
        boolean here = CHROMIUM.isPresent() && DRIVER.isPresent();
        if (!here) {
            System.out.println("The tests in a browser are skipped: no chromium and chromedriver on the PATH"
                    + " (Debian: apt-get install chromium chromium-driver)");
        }
        return here;
    }

    /**
     * @param dark what the page is told that the person prefers
     * @param width of the page
     * @param height of the page
     * @return an empty page; to be quit
     */
    public static ChromeDriver open(boolean dark, int width, int height) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-gpu",
                // It talks to the page, and to nobody else.
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync");
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.orElseThrow().toFile())
                        .usingAnyFreePort().build(),
                options);
        // The page's size, not the window's; a phone is narrower than any window.
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", new Object[] {
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light") }));
        return driver;
    }

    /**
     * Leaves what is seen now in {@code target/screenshots} of the module.
     *
     * @param driver the browser
     * @param name of the file, without its ending
     */
    public static void picture(ChromeDriver driver, String name) {
        try {
            Path file = Path.of("target", "screenshots", name + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath(String... names) {
        String[] directories = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(directories).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable).findFirst();
    }
}
