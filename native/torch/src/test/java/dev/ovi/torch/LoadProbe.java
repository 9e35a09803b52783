package dev.ovi.torch;

import java.nio.file.Path;

/** Loads libtorch in a process of its own, since a process can load it only once, and says how that went. */
final class LoadProbe {
    private LoadProbe() {}

    public static void main(String[] arguments) {
        try {
            LibTorch torch = LibTorch.load(arguments.length > 0 ? Path.of(arguments[0]) : null);
            Ops ops = torch.ops();
            try (TensorScope scope = ops.scope()) {
                System.out.println(
                        "computed " + ops.mul(scope.own(ops.scalar(6)), 7).item() + " with " + torch.version()
                                + " from " + torch.directory());
            }
        } catch (LibTorchException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }
}
