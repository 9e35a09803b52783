package dev.ovi.visualizer.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page without its contents, and what it is styled and moved by, as they lie beside this class. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Template() {}

    /**
     * The page with something in each {@code {{place}}}. What is put in is not searched for places again.
     *
     * @throws IllegalArgumentException if there is nothing for a place
     */
    static String fill(Map<String, Html> contents) throws IOException {
        StringBuilder page = new StringBuilder();
        Matcher place = PLACE.matcher(resource("report.html"));
        while (place.find()) {
            Html content = contents.get(place.group(1));
            if (content == null) {
                throw new IllegalArgumentException("nothing is to be put in the place " + place.group());
            }
            place.appendReplacement(page, "");
            page.append(content.markup());
        }
        return place.appendTail(page).toString();
    }

    /** A resource of this package. */
    static String resource(String name) throws IOException {
        try (InputStream stream = Template.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the plugin's jar lacks " + name + "; build it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
