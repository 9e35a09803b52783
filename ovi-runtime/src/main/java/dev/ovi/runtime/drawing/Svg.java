package dev.ovi.runtime.drawing;

import dev.ovi.api.visual.Figure;
import dev.ovi.runtime.media.Pictures;
import java.awt.Dimension;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SimpleImageHandler;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Figures as SVG. Letters become shapes, so that they look alike on machines without our font. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final boolean TEXT_AS_SHAPES = true;
    /** Digits behind the point: a hundredth of a pixel. */
    private static final int PRECISION = 2;

    private Svg() {}

    static String of(Figure figure) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setPrecision(PRECISION);
        context.setComment(null);
        context.setGenericImageHandler(new SimpleImageHandler(new EmbeddedPictures()));
        SVGGraphics2D graphics = new SVGGraphics2D(context, TEXT_AS_SHAPES);
        graphics.setSVGCanvasSize(new Dimension(figure.width(), figure.height()));
        try {
            figure.paintAt(graphics, 0, 0);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + figure.width() + " " + figure.height());
        root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:xlink", XLINK);
        return text(root);
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

    /** Not Batik's own writer: that one names a document type which parsers would fetch from the network. */
    private static String text(Element root) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer writer = factory.newTransformer();
            writer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            writer.setOutputProperty(OutputKeys.STANDALONE, "yes");
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("the JDK cannot write XML", e);
        }
    }

    /** Pictures as PNG inside the file. Batik's own encoder needs a further library. */
    private static final class EmbeddedPictures extends DefaultImageHandler {
        @Override
        protected void handleHREF(Image image, Element element, SVGGeneratorContext context) {
            if (!(image instanceof BufferedImage picture)) {
                throw new IllegalArgumentException("only pictures that are complete can be drawn, not " + image);
            }
            embed(picture, element);
        }

        @Override
        protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context) {
            embed(image, element);
        }

        @Override
        protected void handleHREF(RenderableImage image, Element element, SVGGeneratorContext context) {
            embed(image.createDefaultRendering(), element);
        }

        private static void embed(RenderedImage picture, Element element) {
            try {
                element.setAttributeNS(XLINK, "xlink:href", DataUri.of("image/png", Pictures.png(picture)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
