package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void everySettingIsInTheTable() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>(Schema.ATTENTION_BACKENDS.values());
        for (Field field : Schema.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }

        assertThat(Schema.settings()).doesNotHaveDuplicates();
        assertThat(declared).containsExactlyInAnyOrderElementsOf(Schema.settings());
    }

    @Test
    void noTwoKeysShareAPathAndNoneIsASectionOfAnother() {
        List<String> paths = Schema.keys().stream().map(Key::path).toList();

        assertThat(paths).doesNotHaveDuplicates();
        assertThat(paths).allSatisfy(path -> assertThat(paths).noneMatch(other -> other.startsWith(path + ".")));
    }

    @Test
    void everyKeyIsDescribedInASentence() {
        assertThat(Schema.keys())
                .allSatisfy(key -> assertThat(key.description()).matches("(?s)[A-Z].*\\."))
                .allSatisfy(key -> assertThat(key.allowed()).isNotBlank());
    }

    @Test
    void whatPeopleWriteByMistakeIsNotAKey() {
        List<String> paths = Schema.keys().stream().map(Key::path).toList();

        assertThat(Schema.keys().stream().flatMap(key -> key.mistakes().keySet().stream()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(paths);
    }

    @Test
    void everyDefaultIsAValueThatIsAllowedAndBuilt() {
        Configuration defaults = new ConfigurationLoader().load();

        defaults.requireAvailable();
        assertThat(Schema.settings()).allSatisfy(setting -> assertDefaultIsReadBack(setting));
    }

    private static <T> void assertDefaultIsReadBack(Setting<T> setting) {
        setting.defaultValue().ifPresent(value -> {
            String written = String.valueOf(setting.type().write(value)).replace("=", ": ");
            ConfigurationLoader loader =
                    new ConfigurationLoader().set(setting + "=" + (written.isEmpty() ? "''" : written));
            T read = loader.load().value(setting).orElseThrow();
            assertThat(setting.type().write(read)).isEqualTo(setting.type().write(value));
        });
    }
}
