"""Times upstream's own Ovi on a CPU in float32, with the sizes of a checkpoint's model_spec.json.

Called by `ovi bench generate` as: python upstream.py UPSTREAM CKPT_DIR RUN, where UPSTREAM is a checkout of character-ai/Ovi
and RUN a JSON object with prompt, negative prompts, steps, shift, guidance scales, SLG layer, seed and threads. Prints one
JSON object. Upstream assumes a CUDA device, real Ovi's sizes and bfloat16: its modules are therefore put together here,
flash attention becomes torch's fused attention, and casts to bfloat16 become casts to float32 while its sources are
imported. Whatever else it does is left as it is. It writes no video, which is to its advantage.
"""

import functools
import importlib.abc
import importlib.machinery
import inspect
import json
import os
import resource
import sys
import time
import types
import warnings

upstream, checkpoint, run = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
warnings.simplefilter("ignore")
started = time.perf_counter()
seconds = {}


def lap(name):
    global started
    now = time.perf_counter()
    seconds[name] = now - started
    started = now


class InFloat32(importlib.machinery.SourceFileLoader):
    """Loads a module of upstream's with its casts to bfloat16 lifted."""

    def get_code(self, fullname):
        source = self.get_source(fullname).replace(".bfloat16()", ".float()").replace("torch.bfloat16", "torch.float32")
        return compile(source, self.path, "exec")


class Lifting(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        if fullname.split(".")[0] != "ovi":
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path or [upstream])
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = InFloat32(spec.loader.name, spec.loader.path)
        return spec


sys.meta_path.insert(0, Lifting())


def stand_in_for_diffusers():
    """The few names that upstream imports from diffusers, doing what its schedulers need of them."""

    class ConfigMixin:
        pass

    def register_to_config(init):
        @functools.wraps(init)
        def wrapper(self, *args, **kwargs):
            values = inspect.signature(init).bind(self, *args, **kwargs)
            values.apply_defaults()
            self.config = types.SimpleNamespace(**{k: v for k, v in values.arguments.items() if k != "self"})
            init(self, *args, **kwargs)

        return wrapper

    def module(name, **names):
        made = types.ModuleType(name)
        made.__path__ = []
        made.__dict__.update(names)
        sys.modules[name] = made

    module("diffusers")
    module("diffusers.configuration_utils", ConfigMixin=ConfigMixin, register_to_config=register_to_config)
    module("diffusers.models")
    module("diffusers.models.modeling_utils", ModelMixin=torch.nn.Module)
    module("diffusers.schedulers")
    module(
        "diffusers.schedulers.scheduling_utils",
        KarrasDiffusionSchedulers=[],
        SchedulerMixin=type("SchedulerMixin", (), {}),
        SchedulerOutput=tuple,
    )
    module("diffusers.utils", deprecate=lambda *_, **__: None, is_scipy_available=lambda: False)
    module("diffusers.utils.torch_utils", randn_tensor=None)


import torch

if run["threads"]:
    torch.set_num_threads(run["threads"])
try:
    import diffusers
except ImportError:
    stand_in_for_diffusers()
try:
    import omegaconf
except ImportError:  # it reads configuration files, of which there are none here
    sys.modules["omegaconf"] = types.ModuleType("omegaconf")
    sys.modules["omegaconf"].OmegaConf = None
torch.cuda.current_device = lambda: "cpu"  # a default argument of upstream's asks for it

import ovi.modules.fusion as fusion
import ovi.modules.model
import ovi.modules.t5 as t5
from ovi.modules.mmaudio.ext.autoencoder.vae import VAE
from ovi.modules.mmaudio.ext.bigvgan.models import BigVGANVocoder
from ovi.modules.tokenizers import HuggingfaceTokenizer
from ovi.modules.vae2_2 import _video_vae
from ovi.utils.fm_solvers_unipc import FlowUniPCMultistepScheduler
from safetensors.torch import load_file


def attention(q, k, v, k_lens=None, window_size=None):
    out = torch.nn.functional.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
    return out.transpose(1, 2).contiguous()


ovi.modules.model.flash_attention = attention
fusion.flash_attention = attention
lap("imports")


class Attributes(dict):
    __getattr__ = dict.__getitem__


def file(name):
    return os.path.join(checkpoint, name)


def load(name):
    return torch.load(file(name), map_location="cpu", weights_only=True)


with open(file("model_spec.json")) as stream:
    spec = json.load(stream)


@torch.inference_mode()
def main():
    with torch.device("meta"):
        model = fusion.FusionModel(spec["video_dit"], spec["audio_dit"])
    model.load_state_dict(load_file(file("Ovi/model.safetensors")), strict=True, assign=True)
    model = model.float().eval()
    model.set_rope_params()

    sizes = spec["t5"]
    encoder = t5._t5(
        "umt5-xxl",
        encoder_only=True,
        vocab_size=sizes["vocab_size"],
        dim=sizes["dim"],
        dim_attn=sizes["dim_attn"],
        dim_ffn=sizes["dim_ffn"],
        num_heads=sizes["num_heads"],
        encoder_layers=sizes["num_layers"],
        decoder_layers=0,
        num_buckets=sizes["num_buckets"],
        shared_pos=sizes["shared_pos"],
    ).eval()
    encoder.load_state_dict(load("Wan2.2-TI2V-5B/models_t5_umt5-xxl-enc-bf16.pth"))
    tokenizer = HuggingfaceTokenizer(file(spec["tokenizer"]["path"]), seq_len=spec["text_len"], clean="whitespace")

    video_vae = _video_vae(file("Wan2.2-TI2V-5B/Wan2.2_VAE.pth"), **spec["video_vae"]).float().eval()
    scale = [torch.tensor(spec["latent_mean"]), 1.0 / torch.tensor(spec["latent_std"])]
    audio_vae = VAE(**spec["audio_vae"]).eval()
    audio_vae.load_state_dict(load("MMAudio/ext_weights/v1-16.pth"))
    audio_vae.remove_weight_norm()
    vocoder = BigVGANVocoder(Attributes(spec["bigvgan"])).eval()
    vocoder.load_state_dict(load("MMAudio/ext_weights/best_netG.pt")["generator"])
    vocoder.remove_weight_norm()
    lap("load")

    ids, mask = tokenizer(
        [run["prompt"], run["video_negative_prompt"], run["audio_negative_prompt"]],
        return_mask=True,
        add_special_tokens=True,
    )
    lengths = mask.gt(0).sum(dim=1).long()
    texts = [text[:length] for text, length in zip(encoder(ids, mask), lengths)]
    lap("text")

    def noise(*shape):
        return torch.randn(shape, generator=torch.Generator().manual_seed(run["seed"]))

    _, rows, columns = spec["vae_stride"]
    height, width = spec["frame_height"] // rows, spec["frame_width"] // columns
    video = noise(spec["video_dit"]["in_dim"], spec["video_latent_length"], height, width)
    audio = noise(spec["audio_latent_length"], spec["audio_dit"]["in_dim"])
    _, patch_rows, patch_columns = spec["video_dit"]["patch_size"]
    lengths = {
        "vid_seq_len": video.shape[1] * (height // patch_rows) * (width // patch_columns),
        "audio_seq_len": audio.shape[0],
    }
    schedulers = []
    for _ in range(2):
        scheduler = FlowUniPCMultistepScheduler(num_train_timesteps=1000, shift=1, use_dynamic_shifting=False)
        scheduler.set_timesteps(run["sample_steps"], device="cpu", shift=run["shift"])
        schedulers.append(scheduler)
    for timestep in schedulers[0].timesteps:
        t = torch.full((1,), timestep)
        positive = model([video], [audio], t, vid_context=[texts[0]], audio_context=[texts[0]], **lengths)
        negative = model(
            [video],
            [audio],
            t,
            vid_context=[texts[1]],
            audio_context=[texts[2]],
            slg_layer=run["slg_layer"],
            **lengths,
        )
        guided = [
            n[0] + guidance * (p[0] - n[0])
            for p, n, guidance in zip(positive, negative, (run["video_guidance_scale"], run["audio_guidance_scale"]))
        ]
        video, audio = (
            scheduler.step(prediction[None], timestep, latent[None], return_dict=False)[0][0]
            for scheduler, prediction, latent in zip(schedulers, guided, (video, audio))
        )
    lap("steps")

    wave = vocoder(audio_vae.decode(audio[None].transpose(1, 2)))
    lap("sound")
    frames = video_vae.decode(video[None], scale).clamp_(-1, 1)
    lap("video")
    assert torch.isfinite(wave).all() and torch.isfinite(frames).all()


main()
json.dump(
    {
        "torch": torch.__version__,
        "seconds": seconds,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    },
    sys.stdout,
)
print()
