package io.quarkiverse.messaging.nats.codestart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.devtools.codestarts.quarkus.QuarkusCodestartCatalog;
import io.quarkus.devtools.codestarts.quarkus.QuarkusCodestartData.QuarkusDataKey;
import io.quarkus.devtools.codestarts.quarkus.QuarkusCodestartProjectInput;
import io.quarkus.devtools.project.BuildTool;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.platform.descriptor.loader.json.ResourceLoader;
import io.quarkus.platform.descriptor.loader.json.ResourceLoaders;
import io.quarkus.registry.catalog.Extension;
import io.quarkus.registry.catalog.ExtensionCatalog;

/**
 * What Quarkus's tools make of the extension as it is built. That a generated application runs is the business of its own test,
 * {@code NatsWordsTest}, which is compiled and run in this module.
 */
class ToolsTest {

    static final String NAME = "quarkus-messaging-nats";

    @Test
    void theDescriptorSaysWhatTheExtensionIsAndWhereToReadOn() throws IOException {
        Extension extension = extension();
        Map<String, Object> metadata = extension.getMetadata();

        assertThat(extension.getName()).isEqualTo("Messaging - NATS JetStream");
        assertThat(extension.getDescription()).isEqualTo("Connect channels to NATS JetStream streams with Reactive Messaging");
        assertThat(metadata).containsEntry("short-name", "messaging-nats")
                .containsEntry("guide", "https://docs.quarkiverse.io/quarkus-messaging-nats/dev/")
                .containsEntry("categories", List.of("messaging")).containsEntry("status", "experimental")
                .containsEntry("config", List.of("quarkus.messaging.nats.", "mp.messaging."));
        assertThat(metadata.get("keywords")).asInstanceOf(LIST)
                .contains("nats", "jetstream", "reactive-messaging");
    }

    @Test
    void anApplicationIsGeneratedWithAClassItsTestAndTheirConfiguration(@TempDir Path project) throws IOException {
        generate(project);

        assertThat(project.resolve("src/main/java/com/example/shop/NatsWords.java")).content()
                .startsWith("package com.example.shop;").contains("@Incoming(\"heard\")", "@Outgoing(\"shouted\")");
        assertThat(project.resolve("src/test/java/com/example/shop/NatsWordsTest.java")).content()
                .startsWith("package com.example.shop;").contains("@QuarkusTest");
        assertThat(project.resolve("src/main/resources/application.properties")).content().contains(
                "quarkus.messaging.nats.streams.WORDS.subjects=words.*",
                "mp.messaging.outgoing.said.connector=nats", "mp.messaging.outgoing.said.subject=words.said",
                "mp.messaging.outgoing.shouted.connector=nats", "mp.messaging.outgoing.shouted.subject=words.shouted",
                "mp.messaging.incoming.heard.connector=nats", "mp.messaging.incoming.heard.subject=words.said",
                "mp.messaging.incoming.heard.durable=shouter",
                "mp.messaging.incoming.printed.connector=nats", "mp.messaging.incoming.printed.subject=words.shouted",
                "mp.messaging.incoming.printed.durable=printer");
        assertThat(project.resolve("pom.xml")).content()
                .contains("<artifactId>" + NAME + "</artifactId>", "<artifactId>awaitility</artifactId>");
        assertThat(project.resolve("README.md")).content()
                .contains("NATS JetStream", "NatsWordsTest", "quarkus.messaging.nats.servers");
    }

    /** As {@code quarkus:create -Dextensions=...} does, with the codestart that the descriptor names. */
    private static void generate(Path project) throws IOException {
        Extension extension = extension();
        ArtifactCoords artifact = extension.getArtifact();
        Object codestart = extension.getMetadata().get("codestart");
        assertThat(codestart).isEqualTo(Map.of("name", "messaging-nats", "languages", List.of("java"), "artifact",
                artifact.getGroupId() + ":" + NAME + ":codestarts:jar:" + artifact.getVersion()));

        QuarkusCodestartCatalog.fromExtensionsCatalog(ExtensionCatalog.builder().addExtension(extension).build(),
                List.of(codestarts("language/java"), codestarts("messaging-nats-codestart")))
                .createProject(QuarkusCodestartProjectInput.builder()
                        .addCodestart("java").buildTool(BuildTool.MAVEN).noBuildToolWrapper().noDockerfiles()
                        .addExtension(artifact.getKey())
                        .putData(QuarkusDataKey.PROJECT_GROUP_ID, "com.example")
                        .putData(QuarkusDataKey.PROJECT_ARTIFACT_ID, "shop")
                        .putData(QuarkusDataKey.PROJECT_VERSION, "1.0.0")
                        .putData(QuarkusDataKey.PROJECT_PACKAGE_NAME, "com.example.shop")
                        .putData(QuarkusDataKey.BOM_GROUP_ID, "io.quarkus")
                        .putData(QuarkusDataKey.BOM_ARTIFACT_ID, "quarkus-bom")
                        .putData(QuarkusDataKey.BOM_VERSION, "3.34.1")
                        .putData(QuarkusDataKey.QUARKUS_MAVEN_PLUGIN_GROUP_ID, "io.quarkus")
                        .putData(QuarkusDataKey.QUARKUS_MAVEN_PLUGIN_ARTIFACT_ID, "quarkus-maven-plugin")
                        .putData(QuarkusDataKey.QUARKUS_MAVEN_PLUGIN_VERSION, "3.34.1")
                        .putData(QuarkusDataKey.QUARKUS_VERSION, "3.34.1")
                        .putData(QuarkusDataKey.JAVA_VERSION, "17")
                        .putData(QuarkusDataKey.MAVEN_COMPILER_PLUGIN_VERSION, "3.15.0")
                        .putData(QuarkusDataKey.MAVEN_SUREFIRE_PLUGIN_VERSION, "3.5.4")
                        .build())
                .generate(project);
    }

    /** The jar on the class path that has this codestart. */
    private static ResourceLoader codestarts(String directory) {
        String url = ToolsTest.class.getClassLoader().getResource("codestarts/quarkus/" + directory + "/codestart.yml")
                .toString();
        return ResourceLoaders
                .resolveFileResourceLoader(new File(URI.create(url.substring("jar:".length(), url.indexOf('!')))));
    }

    private static Extension extension() throws IOException {
        for (URL url : Collections.list(ToolsTest.class.getClassLoader().getResources("META-INF/quarkus-extension.yaml"))) {
            Extension extension = ResourceLoaders.processAsPath(url, path -> {
                try {
                    return Extension.fromFile(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            if (extension.getArtifact().getArtifactId().equals(NAME)) {
                return extension;
            }
        }
        throw new AssertionError("no META-INF/quarkus-extension.yaml of " + NAME + " on the class path");
    }
}
