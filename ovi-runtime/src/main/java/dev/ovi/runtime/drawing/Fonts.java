package dev.ovi.runtime.drawing;

import dev.ovi.runtime.base.OwnProcess;
import dev.ovi.runtime.base.StartupProperties;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/**
 * The font of all pictures: Latin, Korean and ▁ from the jar, on machines without fonts and without fontconfig too.
 *
 * <p>Java2D asks fontconfig for the system's fonts before it draws any text, and fails where there are none. There it is
 * given a configuration of its own instead. In {@linkplain OwnProcess our own process} it always is: that saves the tenth of
 * a second that fontconfig takes.
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
        if (OwnProcess.isDeclared()) {
            return createAlone(file);
        }
        try {
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } catch (RuntimeException withoutFonts) {
            return createAlone(file);
        }
    }

    /** Creates the font; Java2D knows no other one, if it starts with that. */
    private static Font createAlone(Path file) throws IOException, FontFormatException {
        Path configuration = Files.createTempFile("ovi-fonts", ".properties");
        try (var _ = StartupProperties.set(Map.of(CONFIGURATION, configuration.toString()))) {
            Files.writeString(configuration, configuration(file));
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } finally {
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
