package dev.ovi.runtime.model.text;

import dev.ovi.api.record.TokenRole;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of a prompt each of its characters belongs to: what is seen, heard, spoken, or a tag. */
final class PromptRoles {
    private static final Pattern AUDIO_TAGS = Pattern.compile("(<AUDCAP>)(.*?)(<ENDAUDCAP>|$)", Pattern.DOTALL);
    private static final Pattern AUDIO_PREFIX = Pattern.compile("(Audio:)(.*)", Pattern.DOTALL);
    private static final Pattern SPEECH = Pattern.compile("(<S>)(.*?)(<E>|$)", Pattern.DOTALL);

    private final String text;
    private final TokenRole[] roles;

    PromptRoles(String text) {
        this.text = text;
        this.roles = new TokenRole[text.length()];
        Arrays.fill(roles, TokenRole.TEXT);
        mark(AUDIO_PREFIX.matcher(text), TokenRole.AUDIO);
        mark(AUDIO_TAGS.matcher(text), TokenRole.AUDIO);
        mark(SPEECH.matcher(text), TokenRole.SPEECH);
    }

    private void mark(Matcher matcher, TokenRole inside) {
        while (matcher.find()) {
            Arrays.fill(roles, matcher.start(1), matcher.end(1), TokenRole.TAG);
            Arrays.fill(roles, matcher.start(2), matcher.end(2), inside);
            if (matcher.groupCount() > 2) {
                Arrays.fill(roles, matcher.start(3), matcher.end(3), TokenRole.TAG);
            }
        }
    }

    /** The role of a piece: that of its first visible character, since ▁ may cover the space before it. */
    TokenRole of(int start, int end) {
        if (start >= end) {
            return TokenRole.TEXT;
        }
        int at = start;
        while (at < end - 1 && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return roles[at];
    }
}
