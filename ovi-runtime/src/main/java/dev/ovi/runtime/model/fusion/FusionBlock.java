package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Tensor;

/**
 * A block of both backbones, and the order in which they take turns. It has two parts, since all that comes before the
 * text depends on the latents and the timestep alone: for the first block both branches of guidance share it.
 *
 * <p>Source: {@code single_fusion_block_forward} in upstream's {@code ovi/modules/fusion.py}.
 *
 * @param video the video's half
 * @param audio the audio's half
 */
record FusionBlock(BlockHalf video, BlockHalf audio) {

    /** Both sequences, {@code [Lv, dim]} and {@code [La, dim]}. */
    record Sequences(Tensor video, Tensor audio) {}

    /** What a timestep does to both halves. */
    record Modulations(BlockModulation video, BlockModulation audio) {}

    /** Both sequences, after they attended to each other and before they attend to the text. */
    record Fused(BlockHalf.Fused video, BlockHalf.Fused audio) {

        void close() {
            for (BlockHalf.Fused side : new BlockHalf.Fused[] {video, audio}) {
                side.x().close();
                side.query().close();
                side.fusion().close();
            }
        }
    }

    /** Each sequence attends to itself, then to the other as it is after that. */
    Fused fuse(Sequences x, Modulations modulations, Geometry geometry, AttentionCaller attention) {
        Tensor newAudio = audio.attendToSelf(x.audio(), modulations.audio(), geometry.audioRotary(), attention);
        Tensor newVideo = video.attendToSelf(x.video(), modulations.video(), geometry.videoRotary(), attention);
        return new Fused(
                video.attendToOther(newVideo, geometry.videoRotary(), newAudio, geometry.audioRotary(), attention),
                audio.attendToOther(newAudio, geometry.audioRotary(), newVideo, geometry.videoRotary(), attention));
    }

    /** Each sequence attends to its text and goes through its feed-forward layer. */
    Sequences finish(Fused fused, TextContext text, Modulations modulations, AttentionCaller attention) {
        Tensor newAudio = audio.attendToText(fused.audio(), text.audio(), modulations.audio(), attention);
        Tensor newVideo = video.attendToText(fused.video(), text.video(), modulations.video(), attention);
        return new Sequences(newVideo, newAudio);
    }
}
