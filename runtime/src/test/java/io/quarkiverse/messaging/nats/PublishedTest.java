package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** The BOM, which has no parent, lists what is published, in the version that is built. */
class PublishedTest {

    @Test
    void theBomListsWhatIsPublished() throws Exception {
        Document root = pom(Path.of("..", "pom.xml"));
        TreeSet<String> published = new TreeSet<>();
        for (String module : texts(root, "modules", "module")) {
            Document pom = pom(Path.of("..", module, "pom.xml"));
            boolean internal = texts(pom, "properties", "maven.deploy.skip").contains("true");
            if (!internal && !module.equals("bom")) {
                published.addAll(texts(pom, "artifactId"));
            }
        }
        Document bom = pom(Path.of("..", "bom", "pom.xml"));
        assertThat(texts(bom, "dependencyManagement", "dependencies", "dependency", "artifactId")).isEqualTo(published)
                .contains("quarkus-messaging-nats").doesNotContain("quarkus-messaging-nats-testing-internal");
        assertThat(texts(bom, "version")).isEqualTo(texts(root, "version"));
    }

    private static Document pom(Path path) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(path.toFile());
    }

    /** What stands in the elements that this path of names leads to. */
    private static TreeSet<String> texts(Document pom, String... path) {
        List<Node> found = List.of(pom.getDocumentElement());
        for (String name : path) {
            List<Node> below = new ArrayList<>();
            for (Node node : found) {
                for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
                    if (child.getNodeName().equals(name)) {
                        below.add(child);
                    }
                }
            }
            found = below;
        }
        return found.stream().map(node -> node.getTextContent().trim()).collect(Collectors.toCollection(TreeSet::new));
    }
}
