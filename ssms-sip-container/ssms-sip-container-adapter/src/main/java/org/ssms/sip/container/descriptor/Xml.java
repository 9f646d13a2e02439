package org.ssms.sip.container.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML without document types: nothing outside the file is ever opened and no entity grows. Names are local names.
 */
final class Xml {
    private Xml() {}

    /** @throws InvalidDescriptorException when it is not well-formed or has a document type */
    static Element root(InputStream in) throws IOException {
        try {
            // the JDK's own parser: what other libraries bring along need not know these features
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // throws fatal errors and prints nothing
            return builder.parse(in).getDocumentElement();
        } catch (SAXParseException e) {
            throw new InvalidDescriptorException("line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new InvalidDescriptorException("cannot be parsed: " + e.getMessage(), e);
        }
    }

    static String name(Element element) {
        return element.getLocalName();
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String name) {
        return children(parent).stream().filter(c -> name(c).equals(name)).toList();
    }

    static String text(Element element) {
        return element.getTextContent().strip();
    }

    static Optional<String> optional(Element parent, String name) {
        return children(parent, name).stream()
                .map(Xml::text)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    static String required(Element parent, String name) {
        return optional(parent, name)
                .orElseThrow(() -> new InvalidDescriptorException("<" + name(parent) + "> needs a <" + name + ">"));
    }

    static int number(Element element) {
        try {
            return Integer.parseInt(text(element));
        } catch (NumberFormatException e) {
            throw new InvalidDescriptorException("<" + name(element) + "> '" + text(element) + "' is no number", e);
        }
    }
}
