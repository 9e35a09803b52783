package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands each test that asks for it an {@link Ops} with an open scope, and fails the test if it leaves a tensor open,
 * naming the line that made it.
 */
public final class TorchExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TorchExtension.class);

    private record Session(Ops ops, TensorScope scope, long liveBefore) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        session(context);
    }

    private static Session session(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        context.getUniqueId(),
                        id -> {
                            LibTorch torch = LibTorch.load();
                            torch.ledger().track(true);
                            Ops ops = torch.ops();
                            return new Session(ops, ops.scope(), torch.ledger().liveTensors());
                        },
                        Session.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Session session = session(context);
        session.scope.close();
        TensorLedger ledger = session.ops.torch().ledger();
        String report = ledger.report();
        ledger.track(false);
        assertThat(ledger.liveTensors())
                .as("tensors left open by the test:%n%s", report)
                .isEqualTo(session.liveBefore);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ops.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session(context).ops;
    }
}
