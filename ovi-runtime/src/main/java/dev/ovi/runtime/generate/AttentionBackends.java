package dev.ovi.runtime.generate;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Support;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.capture.CaptureBudget;
import dev.ovi.runtime.config.AttentionSettings;
import dev.ovi.runtime.config.OptionResolver;
import dev.ovi.runtime.plugin.PluginFactory;
import dev.ovi.runtime.plugin.PluginFailure;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.runtime.plugin.PluginKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The backend of each kind of attention, chosen once for a run. */
public final class AttentionBackends implements AutoCloseable {
    private static final String AUTO = "auto";

    private final PluginHost plugins;
    private final OptionResolver options;
    private final BackendContext context;
    private final Map<String, PluginInstance<AttentionBackend>> instances = new HashMap<>();
    private final Map<AttentionKind, String> chosen = new EnumMap<>(AttentionKind.class);
    private final Map<AttentionKind, AttentionShape> shapes = new EnumMap<>(AttentionKind.class);

    private AttentionBackends(PluginHost plugins, OptionResolver options, BackendContext context) {
        this.plugins = plugins;
        this.options = options;
        this.context = context;
    }

    /**
     * Chooses.
     *
     * @param settings what was asked for
     * @param options the backends' options
     * @param plugins where backends come from
     * @param context what they compute on and with
     * @param shapes what each kind of attention will be called with
     * @param notes receives what {@code auto} chose
     * @throws UsageException if a backend was named that cannot do it, or none can; the message gives the reasons
     */
    public static AttentionBackends choose(
            AttentionSettings settings,
            OptionResolver options,
            PluginHost plugins,
            BackendContext context,
            List<AttentionShape> shapes,
            Consumer<String> notes) {
        AttentionBackends backends = new AttentionBackends(plugins, options, context);
        try {
            TreeMap<String, TreeSet<String>> automatic = new TreeMap<>();
            for (AttentionShape shape : shapes) {
                String wanted = settings.backend(shape.kind());
                String id = wanted.equals(AUTO) ? backends.cheapest(shape) : backends.named(wanted, shape);
                backends.chosen.put(shape.kind(), id);
                backends.shapes.put(shape.kind(), shape);
                if (wanted.equals(AUTO)) {
                    automatic
                            .computeIfAbsent(id, key -> new TreeSet<>())
                            .add(shape.kind().id());
                }
            }
            if (automatic.size() == 1) {
                notes.accept("attention backend: " + automatic.firstKey() + " (chosen automatically)");
            } else if (!automatic.isEmpty()) {
                notes.accept("attention backends (chosen automatically): " + automatic);
            }
            return backends;
        } catch (RuntimeException e) {
            backends.close();
            throw e;
        }
    }

    /**
     * Refuses backends that do not exist, before anything takes time; whether they can do it is known only with the shapes.
     *
     * @throws UsageException naming the nearest
     */
    public static void requireExisting(AttentionSettings settings, PluginHost plugins) {
        for (AttentionKind kind : AttentionKind.values()) {
            String wanted = settings.backend(kind);
            if (!wanted.equals(AUTO)) {
                plugins.backend(wanted);
            }
        }
    }

    /** The same choice with instances of its own, for another thread. */
    public AttentionBackends forAnotherThread() {
        AttentionBackends others = new AttentionBackends(plugins, options, context);
        others.chosen.putAll(chosen);
        others.shapes.putAll(shapes);
        try {
            chosen.values().forEach(others::instance);
            return others;
        } catch (RuntimeException e) {
            others.close();
            throw e;
        }
    }

    private String named(String id, AttentionShape shape) {
        Support support = instance(id).call(backend -> backend.supports(shape));
        if (support instanceof Support.Unsupported(String reason)) {
            throw new UsageException(
                    "attention backend " + id + " cannot do " + shape.kind().id() + " on " + context.device()
                            + ", because " + reason + "; choose another attention.backend, or auto");
        }
        return id;
    }

    private String cheapest(AttentionShape shape) {
        Map<String, String> reasons = new TreeMap<>();
        String best = "";
        double bestCost = Double.POSITIVE_INFINITY;
        for (PluginFactory<AttentionBackend> factory : plugins.all(PluginKind.BACKEND)) {
            Support support = instance(factory.id()).call(backend -> backend.supports(shape));
            switch (support) {
                case Support.Unsupported(String reason) -> reasons.put(factory.id(), reason);
                case Support.Supported(double cost) -> {
                    if (cost < bestCost) {
                        best = factory.id();
                        bestCost = cost;
                    }
                }
            }
        }
        if (best.isEmpty()) {
            String all = reasons.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            throw new UsageException(
                    "no attention backend can do " + shape.kind().id() + " on " + context.device() + ": "
                            + (all.isEmpty() ? "there is none; is the plugins folder complete?" : all));
        }
        return best;
    }

    private PluginInstance<AttentionBackend> instance(String id) {
        PluginInstance<AttentionBackend> known = instances.get(id);
        if (known != null) {
            return known;
        }
        PluginFactory<AttentionBackend> factory = plugins.backend(id);
        PluginInstance<AttentionBackend> made = factory.create(options.resolve(id, factory.options()));
        instances.put(id, made);
        made.run(backend -> backend.open(context));
        return made;
    }

    /** The backend of a kind of attention. */
    public PluginInstance<AttentionBackend> of(AttentionKind kind) {
        return Objects.requireNonNull(instances.get(chosen.get(kind)), kind.id());
    }

    /**
     * Bytes that a call of a kind takes beyond its tensors.
     *
     * @param capturedPositions how many positions it shows
     * @throws OviException if the backend says what cannot be
     */
    public long workspaceBytes(AttentionKind kind, int capturedPositions) {
        AttentionShape shape = Objects.requireNonNull(shapes.get(kind), kind.id());
        long bytes = of(kind).call(backend -> backend.workspaceBytes(shape, capturedPositions));
        if (bytes < 0) {
            throw new OviException(of(kind).label() + ": workspaceBytes says " + bytes + " bytes for " + kind.id()
                    + ", expected 0 or more");
        }
        return bytes;
    }

    /** What a call of a kind takes in addition because it shows so many positions. */
    public CaptureBudget.Share forCapture(AttentionKind kind, int positions) {
        long more = Math.max(0, workspaceBytes(kind, positions) - workspaceBytes(kind, 0));
        String id = Objects.requireNonNull(chosen.get(kind), kind.id());
        return new CaptureBudget.Share(
                "what backend " + id + " needs to show " + kind.id(),
                more,
                "choose another attention.backend, or attention.capture.kinds without " + kind.id());
    }

    /** @throws PluginFailure the first failure of a backend to close; the others are closed all the same */
    @Override
    public void close() {
        PluginInstance.closeAll(instances.values());
    }
}
