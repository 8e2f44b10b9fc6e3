package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.TreeSet;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM, which has no parent, lists what is published, in the version that is built. */
class PublishedTest {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    @Test
    void theBomListsWhatIsPublished() throws Exception {
        Document root = pom(Path.of("..", "pom.xml"));
        TreeSet<String> published = new TreeSet<>();
        for (String module : texts(root, "/project/modules/module")) {
            Document pom = pom(Path.of("..", module, "pom.xml"));
            boolean internal = texts(pom, "/project/properties/maven.deploy.skip").contains("true");
            if (!internal && !module.equals("bom")) {
                published.addAll(texts(pom, "/project/artifactId"));
            }
        }
        Document bom = pom(Path.of("..", "bom", "pom.xml"));
        assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId")).isEqualTo(published)
                .contains("quarkus-messaging-nats").doesNotContain("quarkus-messaging-nats-testing-internal");
        assertThat(texts(bom, "/project/version")).isEqualTo(texts(root, "/project/version"));
    }

    private static Document pom(Path path) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File(path.toString()));
    }

    private static TreeSet<String> texts(Document pom, String path) throws Exception {
        NodeList nodes = (NodeList) XPATH.evaluate(path, pom, XPathConstants.NODESET);
        TreeSet<String> texts = new TreeSet<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().trim());
        }
        return texts;
    }
}
