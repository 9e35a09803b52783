package dev.ovi.runtime.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The option of every command whose answer a machine may read, and the one way in which JSON is written. */
final class JsonOption {
    @Option(names = "--json", description = "Write JSON to standard output, and nothing else.")
    private boolean json;

    boolean isGiven() {
        return json;
    }

    /**
     * Prints a command's answer.
     *
     * @param value what JSON has: maps, lists, text, numbers, booleans and null
     * @param text the same for people, with the end of its last line
     */
    void answer(PrintWriter out, Supplier<?> value, Supplier<String> text) {
        out.print(json ? write(value.get()) + "\n" : text.get());
        out.flush();
    }

    /** The value as indented JSON. Numbers that JSON lacks, such as NaN, become null. */
    static String write(Object value) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .addModule(new SimpleModule().addSerializer(Double.class, new FiniteNumbers()))
                .build()
                .writeValueAsString(value);
    }

    private static final class FiniteNumbers extends ValueSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator generator, SerializationContext context) {
            if (Double.isFinite(number)) {
                generator.writeNumber(number);
            } else {
                generator.writeNull();
            }
        }
    }
}
