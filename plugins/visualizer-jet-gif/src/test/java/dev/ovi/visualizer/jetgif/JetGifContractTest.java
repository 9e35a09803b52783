package dev.ovi.visualizer.jetgif;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class JetGifContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new JetGifVisualizer();
    }
}
