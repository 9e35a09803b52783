package dev.ovi.runtime.model.text;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.parser.Parser;

/**
 * The clean-up that a prompt goes through before it is cut into tokens: broken characters are repaired as the ftfy
 * library does, HTML entities resolved twice, and white space collapsed.
 *
 * <p>Of ftfy's repairs two are left out: the guess that a text was decoded with the wrong charset (“mojibake”), and
 * entities whose name is wrongly in capitals.
 *
 * <p>Source: {@code basic_clean} and {@code whitespace_clean} in upstream's {@code ovi/modules/tokenizers.py}, and ftfy
 * 6's defaults.
 */
public final class PromptCleaner {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final Pattern C1_CONTROL = Pattern.compile("[\\u0080-\\u009f]");
    private static final Pattern LIGATURE =
            Pattern.compile("[\\u0132\\u0133\\u0149\\u01c4-\\u01cc\\u01f1-\\u01f3\\ufb00-\\ufb06]");
    private static final Pattern UNUSUAL_WIDTH = Pattern.compile("[\\u3000\\uff01-\\uffef]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\\u201c-\\u201f]");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\\u02bc\\u2018-\\u201b]");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\\u2028\\u2029\\u0085]");
    private static final Pattern LONE_SURROGATE = Pattern.compile("[\\ud800-\\udfff]");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\\u001b\\[[0-9;]*[a-zA-Z]");
    private static final Pattern CONTROL =
            Pattern.compile("[\\u0000-\\u0008\\u000b\\u000e-\\u001f\\u007f\\u206a-\\u206f\\ufff9-\\ufffc\\ufeff]");
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Ligatures whose parts Unicode's compatibility decomposition names differently from ftfy. */
    private static final Map<String, String> LIGATURE_PARTS = Map.of("\ufb05", "\u017ft", "\u0149", "\u02bcn");

    private PromptCleaner() {}

    /** What the tokenizer gets to see of a text. */
    public static String clean(String text) {
        String unescaped = unescape(unescape(repair(text)));
        return WHITE_SPACE.matcher(unescaped).replaceAll(" ").strip();
    }

    private static String unescape(String text) {
        return Parser.unescapeEntities(text, false);
    }

    /** Line by line; from the first line with a {@code <} on, entities are taken for what they look like. */
    private static String repair(String text) {
        boolean[] entities = {true};
        return text.lines()
                .map(line -> {
                    entities[0] &= line.indexOf('<') < 0;
                    return repairLine(line, entities[0]);
                })
                .collect(Collectors.joining("\n"));
    }

    private static String repairLine(String line, boolean entities) {
        String before;
        String text = line;
        do {
            before = text;
            if (entities) {
                text = ENTITY.matcher(text).replaceAll(PromptCleaner::resolveEntity);
            }
            text = C1_CONTROL.matcher(text).replaceAll(PromptCleaner::asWindows1252);
            text = LIGATURE.matcher(text).replaceAll(PromptCleaner::takeApart);
            text = UNUSUAL_WIDTH.matcher(text).replaceAll(match -> Matcher.quoteReplacement(compatible(match.group())));
            text = DOUBLE_QUOTE.matcher(text).replaceAll("\"");
            text = SINGLE_QUOTE.matcher(text).replaceAll("'");
            text = LINE_BREAK.matcher(text).replaceAll("\n");
            text = LONE_SURROGATE.matcher(text).replaceAll("\ufffd");
            text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
            text = CONTROL.matcher(text).replaceAll("");
            text = Normalizer.normalize(text, Normalizer.Form.NFC);
        } while (!text.equals(before));
        return text;
    }

    private static String resolveEntity(MatchResult match) {
        String resolved = unescape(match.group());
        return Matcher.quoteReplacement(resolved.indexOf(';') < 0 ? resolved : match.group());
    }

    /** A C1 control character is a Windows-1252 byte that was read as Latin-1; five bytes mean nothing there either. */
    private static String asWindows1252(MatchResult match) {
        String decoded = new String(new byte[] {(byte) match.group().charAt(0)}, WINDOWS_1252);
        return decoded.equals("\ufffd") ? match.group() : Matcher.quoteReplacement(decoded);
    }

    private static String takeApart(MatchResult match) {
        String parts = LIGATURE_PARTS.get(match.group());
        return parts != null ? parts : Normalizer.normalize(compatible(match.group()), Normalizer.Form.NFC);
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
