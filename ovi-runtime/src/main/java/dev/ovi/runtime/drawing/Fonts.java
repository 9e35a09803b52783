package dev.ovi.runtime.drawing;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * The font of all pictures: Latin, Korean and ▁ from the jar, on machines without fonts and without fontconfig too.
 *
 * <p>Java2D asks fontconfig for the system's fonts before it draws any text, and fails where there are none. It is given
 * a configuration of its own instead, for the moment in which it starts. This also makes pictures the same on every
 * machine, and saves the tenth of a second that fontconfig takes.
 */
final class Fonts {
    private static final String RESOURCE = "NotoSansCJKkr-Regular-subset.otf";
    private static final String CONFIGURATION = "sun.awt.fontconfig";

    private Fonts() {}

    /** Loads the font, one pixel high. */
    static Font load() {
        try {
            Path file = Loader.cacheResource(Fonts.class, RESOURCE).toPath();
            return create(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the font for pictures: " + e.getMessage(), e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the font for pictures is damaged", e);
        }
    }

    private static Font create(Path file) throws IOException, FontFormatException {
        if (System.getProperty(CONFIGURATION) != null) {
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        }
        Path configuration = Files.createTempFile("ovi-fonts", ".properties");
        try {
            Files.writeString(configuration, configuration(file));
            System.setProperty(CONFIGURATION, configuration.toString());
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } finally {
            System.clearProperty(CONFIGURATION);
            Files.delete(configuration);
        }
    }

    /** One font for every logical font and style, in the format of Java's {@code fontconfig.properties}. */
    private static String configuration(Path file) {
        StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
        for (String family : new String[] {"serif", "sansserif", "monospaced", "dialog", "dialoginput"}) {
            for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
                text.append(family).append('.').append(style).append(".latin-1=OviSans\n");
            }
        }
        return text.append("filename.OviSans=").append(file).append('\n').toString();
    }
}
