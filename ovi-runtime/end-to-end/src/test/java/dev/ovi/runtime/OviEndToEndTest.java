package dev.ovi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.generate.StageMemory;
import dev.ovi.runtime.media.WrittenFile;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.render.RenderListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OviEndToEndTest {
    private static final Path EXAMPLE = Path.of("..", "..", "examples", "tiny-ovi");
    private static final String PROMPT = "a red circle moving left and a blue square moving up";

    @TempDir
    Path directory;

    private final int seed = new Random().nextInt(1_000_000);

    private Configuration configuration() {
        return new ConfigurationLoader()
                .file(EXAMPLE.resolve("tiny-ovi.yaml"))
                .set("output_dir=" + directory)
                .set("sample_steps=1")
                .set("seed=" + seed)
                .set("attention.sinks=[spatial-map]")
                .load();
    }

    private static RunResult generate(Ovi ovi, String prompt, Configuration how) {
        return ovi.generate(prompt, how, RunObserver.SILENT, new Interruption());
    }

    private static byte[] video(RunResult result) throws IOException {
        return Files.readAllBytes(result.video().orElseThrow());
    }

    @Test
    void whatCameBeforeInASessionChangesNothing() throws IOException {
        Configuration plain = configuration();
        byte[] fresh;
        try (Ovi ovi = Ovi.open(plain)) {
            fresh = video(generate(ovi, PROMPT, plain));
        }
        try (Ovi ovi = Ovi.open(plain)) {
            RunResult edited = generate(
                    ovi,
                    PROMPT,
                    plain.with("attention.edits=[{words: [red circle], weight: 5}]", "attention.sinks=[full-map]"));
            RunResult another = generate(ovi, "a green triangle", plain.with("seed=" + (seed + 1)));
            RunResult unseen = generate(ovi, PROMPT, plain.with("attention.capture.enabled=false"));
            RunResult again = generate(ovi, PROMPT, plain);

            assertThat(video(again)).as("seed %d", seed).isEqualTo(fresh);
            assertThat(video(unseen)).as("seed %d", seed).isEqualTo(fresh);
            assertThat(video(edited)).as("seed %d", seed).isNotEqualTo(fresh);
            assertThat(unseen.record()).isEmpty();
            assertThat(another.record().orElseThrow().prompt().text()).isEqualTo("a green triangle");
            assertThat(edited.files()).anyMatch(file -> file.toString().endsWith(".full.attention.safetensors"));
            assertThat(again.files()).as("nothing is written over").doesNotContainAnyElementsOf(unseen.files());
        }
    }

    @Test
    void severalPromptsShareOneSessionAndEachHasItsRepetitions() {
        Configuration how = configuration().with("each_example_n_times=2");
        List<RunResult> results = new ArrayList<>();
        try (Ovi ovi = Ovi.open(how)) {
            List<Prompt> prompts = List.of(
                    new Prompt("a red circle", Optional.empty()), new Prompt("a blue square", Optional.empty()));
            ovi.generate(prompts, how, RunObserver.SILENT, new Interruption(), results::add);
        }
        assertThat(results)
                .extracting(RunResult::name)
                .satisfiesExactly(
                        name -> assertThat(name).startsWith("a_red_circle_256x256_" + seed + "_0_"),
                        name -> assertThat(name).startsWith("a_red_circle_256x256_" + (seed + 1) + "_0_"),
                        name -> assertThat(name).startsWith("a_blue_square_256x256_" + seed + "_0_"),
                        name -> assertThat(name).startsWith("a_blue_square_256x256_" + (seed + 1) + "_0_"));
    }

    @Test
    void aSessionKeepsToItsModelAndSaysWhatItHolds() {
        Configuration how = configuration();
        try (Ovi ovi = Ovi.open(how)) {
            assertThat(ovi.memory()).isEmpty();
            generate(ovi, PROMPT, how);

            assertThat(ovi.memory())
                    .extracting(StageMemory::stage)
                    .containsExactly(
                            "fusion transformer", "video autoencoder", "audio autoencoder", "vocoder", "encoded texts");
            assertThatThrownBy(() -> generate(ovi, PROMPT, how.with("runtime.dtype=bfloat16")))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("this session was opened with runtime.dtype float32 and cannot go on with runtime.dtype"
                            + " bfloat16; open another session for that");
            assertThat(generate(ovi, PROMPT, how).complete()).isTrue();
        }
    }

    @Test
    void anyThreadMayCallAndOneIsServedAfterTheOther() throws IOException, InterruptedException, ExecutionException {
        Configuration how = configuration();
        try (Ovi ovi = Ovi.open(how);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RunResult>> futures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                futures.add(callers.submit(() -> generate(ovi, PROMPT, how)));
            }
            byte[] first = video(futures.getFirst().get());
            for (Future<RunResult> future : futures) {
                assertThat(video(future.get())).as("seed %d", seed).isEqualTo(first);
            }
        }
    }

    @Test
    void aCallerThatIsInterruptedGetsWhatWasFinished() {
        Configuration how = configuration().with("sample_steps=3");
        Thread caller = Thread.currentThread();
        RunObserver interrupting = new RunObserver() {
            @Override
            public void progress(int done, int of) {
                caller.interrupt();
            }
        };
        try (Ovi ovi = Ovi.open(how)) {
            RunResult result = ovi.generate(PROMPT, how, interrupting, new Interruption());

            assertThat(Thread.interrupted()).as("the caller still knows").isTrue();
            assertThat(result.complete()).isFalse();
            assertThat(result.video()).isEmpty();
            assertThat(result.completedSteps()).isLessThan(3);
        }
    }

    @Test
    void aVideoThatIsStoppedBeforeItBeganIsNone() {
        Interruption stopped = new Interruption();
        stopped.request();
        Configuration how = configuration();
        try (Ovi ovi = Ovi.open(how)) {
            assertThatThrownBy(() -> ovi.generate(PROMPT, how, RunObserver.SILENT, stopped))
                    .isInstanceOf(OviException.class)
                    .hasMessage("the video was stopped before it was begun");
        }
    }

    @Test
    void whoIsToldOfAVideoCannotMakeAnotherOrCloseMeanwhile() {
        Configuration how = configuration();
        List<Throwable> refused = new ArrayList<>();
        try (Ovi ovi = Ovi.open(how)) {
            RunObserver meddling = new RunObserver() {
                @Override
                public void progress(int done, int of) {
                    refused.add(catchThrowable(ovi::close));
                    refused.add(catchThrowable(() -> generate(ovi, PROMPT, how)));
                }
            };
            assertThat(ovi.generate(PROMPT, how, meddling, new Interruption()).complete())
                    .isTrue();
        }
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("a video is being made on this thread"));
    }

    @Test
    void whatIsClosedSaysSoAndMayBeClosedAgain() {
        Ovi ovi = Ovi.open(configuration());
        ovi.close();
        ovi.close();
        assertThatThrownBy(ovi::memory)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this Ovi is closed");
    }

    @Test
    void theSavedConfigurationMakesTheSameVideoAgain() throws IOException {
        Configuration how = configuration();
        Configuration another = how.with("text_prompt=something else", "each_example_n_times=2");
        try (Ovi ovi = Ovi.open(how)) {
            List<RunResult> results = new ArrayList<>();
            ovi.generate(
                    List.of(new Prompt(PROMPT, Optional.empty())),
                    another,
                    RunObserver.SILENT,
                    new Interruption(),
                    results::add);
            RunResult second = results.getLast();
            Path saved = second.files().stream()
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .findFirst()
                    .orElseThrow();
            Configuration again = new ConfigurationLoader().file(saved).load();
            results.clear();
            ovi.generate(Prompt.of(again.engine()), again, RunObserver.SILENT, new Interruption(), results::add);

            assertThat(results).hasSize(1);
            assertThat(video(results.getFirst())).as("seed %d", seed).isEqualTo(video(second));
        }
    }

    @Test
    void aRecordIsReadAndRenderedWithoutTheModel() throws IOException {
        Configuration how = configuration().with("visualize.visualizers=[jet-gif]", "ckpt_dir=nowhere");
        RecordedRun run = Ovi.read(EXAMPLE.resolve("upstream.attention.safetensors"));
        List<Path> files = new ArrayList<>();
        try (Ovi ovi = Ovi.open(how)) {
            boolean succeeded = ovi.render(run, List.of(), how, directory, new RenderListener() {
                @Override
                public void written(WrittenFile file) {
                    files.add(file.file());
                }
            });
            assertThat(succeeded).isTrue();
        }
        assertThat(files).singleElement().satisfies(file -> assertThat(file).isNotEmptyFile());
        assertThat(run.record()
                        .series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)
                        .steps())
                .hasSize(8);
    }
}
