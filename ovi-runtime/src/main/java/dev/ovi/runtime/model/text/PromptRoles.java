package dev.ovi.runtime.model.text;

import dev.ovi.api.record.TokenRole;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a prompt each of its characters belongs to: what is seen, heard, spoken, or a tag. Speech may lie inside the
 * description of sound; a tag that is never closed reaches to the end.
 */
final class PromptRoles {
    private static final Pattern AUDIO_PREFIX = Pattern.compile("Audio:(.*)", Pattern.DOTALL);
    private static final Pattern AUDIO_TAGS = Pattern.compile("<AUDCAP>(.*?)(?:<ENDAUDCAP>|$)", Pattern.DOTALL);
    private static final Pattern SPEECH = Pattern.compile("<S>(.*?)(?:<E>|$)", Pattern.DOTALL);
    private static final Pattern TAGS = Pattern.compile("(<AUDCAP>|<ENDAUDCAP>|<S>|<E>|Audio:)");

    private final String text;
    private final TokenRole[] roles;

    PromptRoles(String text) {
        this.text = text;
        this.roles = new TokenRole[text.length()];
        Arrays.fill(roles, TokenRole.TEXT);
        mark(AUDIO_PREFIX, TokenRole.AUDIO);
        mark(AUDIO_TAGS, TokenRole.AUDIO);
        mark(SPEECH, TokenRole.SPEECH);
        mark(TAGS, TokenRole.TAG);
    }

    private void mark(Pattern pattern, TokenRole role) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Arrays.fill(roles, matcher.start(1), matcher.end(1), role);
        }
    }

    /**
     * The role of a piece: that of its first visible character, since ▁ may cover the space before it, or of the next one
     * where it is that space alone.
     */
    TokenRole of(int start, int end) {
        int at = start;
        while (at < roles.length && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return start < end && at < roles.length ? roles[at] : TokenRole.TEXT;
    }
}
