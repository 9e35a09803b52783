package dev.ovi.runtime.cli;

import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes plain values as JSON. */
final class Json {
    private Json() {}

    /** Maps, iterables, text, numbers, booleans and null; anything else as text. Numbers that JSON lacks become null. */
    static String write(@Nullable Object value) {
        StringWriter out = new StringWriter();
        ObjectWriteContext indented = new ObjectWriteContext.Base() {
            @Override
            public DefaultPrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }
        };
        try (JsonGenerator generator = new JsonFactory().createGenerator(indented, out)) {
            write(value, generator);
        }
        return out.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator generator) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> entries -> {
                generator.writeStartObject();
                entries.forEach((key, inner) -> {
                    generator.writeName(String.valueOf(key));
                    write(inner, generator);
                });
                generator.writeEndObject();
            }
            case Iterable<?> items -> {
                generator.writeStartArray();
                items.forEach(item -> write(item, generator));
                generator.writeEndArray();
            }
            case Boolean flag -> generator.writeBoolean(flag);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number when Double.isFinite(number) -> generator.writeNumber(number);
            case Double _ -> generator.writeNull();
            default -> generator.writeString(value.toString());
        }
    }
}
