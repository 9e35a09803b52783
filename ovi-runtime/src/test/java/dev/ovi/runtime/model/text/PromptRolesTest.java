package dev.ovi.runtime.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.record.TokenRole;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptRolesTest {

    @Test
    void soundIsWhatStandsBetweenItsTags() {
        String text = "a circle <AUDCAP>a low hum<ENDAUDCAP> on the left";
        assertRoles(text, TokenRole.TEXT, "a circle", "on the left");
        assertRoles(text, TokenRole.AUDIO, "a low hum");
        assertRoles(text, TokenRole.TAG, "<AUDCAP>", "<ENDAUDCAP>");
    }

    @Test
    void soundIsWhatFollowsItsPrefix() {
        String text = "a circle Audio: a low hum";
        assertRoles(text, TokenRole.TEXT, "a circle");
        assertRoles(text, TokenRole.TAG, "Audio:");
        assertRoles(text, TokenRole.AUDIO, "a low hum");
    }

    @Test
    void everySpeechIsFound() {
        String text = "He says <S>hello there<E> and <S>good bye<E> smiling";
        assertRoles(text, TokenRole.SPEECH, "hello there", "good bye");
        assertRoles(text, TokenRole.TEXT, "He says", "and", "smiling");
        assertRoles(text, TokenRole.TAG, "<S>", "<E>");
    }

    @Test
    void speechInsideTheDescriptionOfSoundIsSpeech() {
        String text = "<AUDCAP>a voice says <S>hello<E> softly<ENDAUDCAP>";
        assertRoles(text, TokenRole.SPEECH, "hello");
        assertRoles(text, TokenRole.AUDIO, "a voice says", "softly");
    }

    @Test
    void aTagThatIsNeverClosedReachesToTheEnd() {
        assertRoles("a circle <AUDCAP>a low hum", TokenRole.AUDIO, "a low hum");
        assertRoles("he says <S>hello there", TokenRole.SPEECH, "hello there");
    }

    @Test
    void aTagThatClosesNothingIsStillATag() {
        String text = "a circle <E> stands <ENDAUDCAP> still";
        assertRoles(text, TokenRole.TAG, "<E>", "<ENDAUDCAP>");
        assertRoles(text, TokenRole.TEXT, "a circle", "stands", "still");
    }

    private static void assertRoles(String text, TokenRole role, String... parts) {
        PromptRoles roles = new PromptRoles(text);
        for (String part : parts) {
            int start = text.indexOf(part);
            assertThat(IntStream.range(start, start + part.length()).mapToObj(at -> roles.of(at, at + 1)))
                    .as("%s in %s", part, text)
                    .containsOnly(role);
        }
    }

    @Test
    void aPieceBelongsWhereItsFirstVisibleCharacterLies() {
        PromptRoles roles = new PromptRoles("a <S>hi<E>");
        assertThat(roles.of(1, 3)).isEqualTo(TokenRole.TAG); // the space and the tag's bracket
        assertThat(roles.of(1, 2)).isEqualTo(TokenRole.TAG); // the space alone
        assertThat(roles.of(5, 6)).isEqualTo(TokenRole.SPEECH);
        assertThat(roles.of(0, 0)).isEqualTo(TokenRole.TEXT);
    }
}
