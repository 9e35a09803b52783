package dev.ovi.runtime.media;

import dev.ovi.api.visual.Figure;
import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** Figures as SVG. Letters become shapes, so that they look alike on machines without our font. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final boolean TEXT_AS_SHAPES = true;
    private static final boolean CSS = true;

    private Svg() {}

    static String of(Figure figure) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(SVGGeneratorContext.createDefault(document()), TEXT_AS_SHAPES);
        graphics.setSVGCanvasSize(new Dimension(figure.width(), figure.height()));
        figure.paintAt(graphics, 0, 0);
        StringWriter text = new StringWriter();
        var root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + figure.width() + " " + figure.height());
        graphics.stream(root, text, CSS, false);
        return text.toString();
    }

    private static Document document() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().getDOMImplementation().createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML parser", e);
        }
    }
}
