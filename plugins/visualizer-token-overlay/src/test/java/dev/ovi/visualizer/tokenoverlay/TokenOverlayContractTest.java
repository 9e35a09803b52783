package dev.ovi.visualizer.tokenoverlay;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class TokenOverlayContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new TokenOverlayVisualizer();
    }
}
