package dev.ovi.runtime.model.text;

import java.util.regex.Pattern;

/**
 * How a checkpoint wants the description of sound to be marked in a prompt. A prompt in the other form is rewritten;
 * negative prompts are left as they are.
 *
 * <p>Source: the formatters in upstream's {@code ovi/ovi_fusion_engine.py}.
 */
public enum AudioTags {
    /** {@code <AUDCAP>a low hum<ENDAUDCAP>}, the 720x720_5s model's form. */
    AUDCAP(Pattern.compile("Audio:\\s*(.*)", Pattern.DOTALL), "<AUDCAP>$1<ENDAUDCAP>"),
    /** {@code Audio: a low hum}, the form of the 960x960 models. */
    PREFIX(Pattern.compile("<AUDCAP>(.*?)<ENDAUDCAP>", Pattern.DOTALL), "Audio: $1");

    private final Pattern otherForm;
    private final String replacement;

    AudioTags(Pattern otherForm, String replacement) {
        this.otherForm = otherForm;
        this.replacement = replacement;
    }

    /** The form that a model was trained with, by its name: {@code 960x960…} wants the prefix, all others tags. */
    public static AudioTags ofModel(String modelName) {
        return modelName.startsWith("960x960") ? PREFIX : AUDCAP;
    }

    /** The prompt in this form; unchanged where it already is, or where it describes no sound. */
    public String format(String prompt) {
        return otherForm.matcher(prompt).replaceAll(replacement);
    }
}
