package dev.ovi.visualizer.report;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Markup. Text becomes markup only by being escaped, so that a prompt can contain {@code </script>} or {@code <AUDCAP>}.
 *
 * @param markup well-formed, to be put between tags
 */
record Html(String markup) {
    static final Html NOTHING = new Html("");

    /** One attribute of an element; its value is escaped. */
    record Attribute(String name, String value) {}

    static Html text(String text) {
        return new Html(escape(text));
    }

    static Html join(Collection<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
    }

    static Html join(Html... parts) {
        return join(List.of(parts));
    }

    static Attribute attribute(String name, String value) {
        return new Attribute(name, value);
    }

    static Html element(String name, Html content, Attribute... attributes) {
        return new Html(open(name, attributes) + content.markup + "</" + name + ">");
    }

    static Html element(String name, String text, Attribute... attributes) {
        return element(name, text(text), attributes);
    }

    /** An element that has no content and no end, such as {@code img}. */
    static Html empty(String name, Attribute... attributes) {
        return new Html(open(name, attributes));
    }

    /** A video with its controls. */
    static Html video(String label, String source) {
        return element(
                "video",
                NOTHING,
                attribute("controls", ""),
                attribute("loop", ""),
                attribute("playsinline", ""),
                attribute("preload", "auto"),
                attribute("aria-label", label),
                attribute("src", source));
    }

    private static String open(String name, Attribute... attributes) {
        StringBuilder tag = new StringBuilder("<").append(name);
        for (Attribute attribute : attributes) {
            tag.append(' ')
                    .append(attribute.name)
                    .append("=\"")
                    .append(escape(attribute.value))
                    .append('"');
        }
        return tag.append('>').toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
