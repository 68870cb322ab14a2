"""A model nobody recorded, out of what the hub says of it. Pure: `ingest.hub.look_up` brings the dictionary.

A tag is a claim of whoever uploaded the files. It counts as the licence only where nothing contradicts it: a LICENSE
file with other words, a base model under stricter terms. Everything here is less certain than a record, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.catalog import Catalog
from knowledge.records.base import Record, Source, Words
from knowledge.records.model import Component, Conflict, Model, Released

_WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".pth", ".ckpt", ".onnx", ".msgpack", ".h5", ".tflite", ".npz")
_LIBRARIES = {"transformers", "diffusers", "vllm", "sentence-transformers", "llama-cpp", "gguf", "mlx", "timm", "nemo"}
_SIZE = re.compile(r"(?<![a-z0-9.])(\d{1,4}(?:\.\d+)?)\s?([bm])(?![a-z0-9])", re.IGNORECASE)
_MORE_THAN_MIT = 1_300
"""Characters; the MIT License with a copyright line has about 1,060."""
_APACHE_RANGE = (9_000, 12_500)
"""Characters of the Apache License 2.0 with and without its appendix."""
_STRICTER = re.compile(
    r"monthly active users|acceptable use|non-?commercial|use restrictions|prohibited use|revenue|"
    r"prominently display|research purposes only",
    re.IGNORECASE,
)


class HubReading(Record):
    """A provisional record and what to say about how it came to be."""

    model: Model
    notes: tuple[Words, ...]
    """Tag against text, gating, base model: in the order a reader needs them."""


def provisional_model(info: Mapping[str, Any], catalog: Catalog, text_license: str | None = None) -> HubReading:
    """A record for `org/name`. `text_license` is the licence its LICENSE file was recognised as, where it was.

    The record's `license` is `None` when tag and text disagree: then the verdict is unknown, which is what is known.
    """
    repo = str(info.get("id") or "unknown/unknown")
    tag = _tag(info)
    tagged = license_of(tag, catalog)
    text = str(info.get("license_text") or "")
    agreed, notes = _agree(tag, tagged, text, text_license, catalog)
    base, base_notes = _base(info, catalog)
    model = Model(
        id="hub." + re.sub(r"[^a-z0-9.+_-]+", "--", repo.lower()),
        name=repo,
        family="hub." + re.sub(r"[^a-z0-9.+_-]+", "--", repo.lower()),
        developer=repo.split("/")[0],
        hf_repo=repo,
        released=Released(weights=str(info["created_at"])[:10] if info.get("created_at") else None),
        total_b=_size(repo),
        license=agreed,
        license_conflicts=(Conflict(source="hub tag", says=tag[:60]),) if tag and agreed != tagged else (),
        gated=bool(info["gated"]) if info.get("gated") is not None else None,
        base=base,
        components=_components(info),
        sources=(Source(ref=f"https://huggingface.co/{repo}", says=f"revision {info.get('sha') or 'unknown'}"),),
        provisional=True,
    )
    return HubReading(model=model, notes=(*notes, *_gate_note(info), *base_notes))


def license_of(tag: str, catalog: Catalog) -> str | None:
    """The licence id that a hub tag or a licence's name means, if its terms are recorded."""
    wanted = _key(tag)
    for terms in catalog.licenses.values() if wanted else ():
        names = (terms.id, terms.spdx or "", terms.name, *terms.aliases)
        if wanted in {_key(name) for name in names}:
            return terms.id
    return None


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def _tag(info: Mapping[str, Any]) -> str:
    """The licence tag, or `license_name` where the tag is only `other`."""
    card = info.get("card") or {}
    from_tags = (t[8:] for t in info.get("tags") or () if str(t).startswith("license:"))
    tag = card.get("license") or next(from_tags, "")
    tag = tag[0] if isinstance(tag, list) and tag else tag
    return str(card.get("license_name") or tag) if tag in {"other", "", None} else str(tag)


def _agree(
    tag: str, tagged: str | None, text: str, text_license: str | None, catalog: Catalog
) -> tuple[str | None, list[Words]]:
    """The licence to go by and what to say about tag and text."""
    if text_license is not None:
        return text_license, [] if text_license == tagged else [_differ(tag, catalog.license(text_license).name)]
    if not tag:
        return None, [NO_LICENSE]
    if tagged is None:
        return None, [_undescribed(tag)]
    if not text:
        return tagged, [_tag_only(tag)]
    if _plain(tagged, text):
        return tagged, [_same(tag)]
    return (None, [_other_words(tag)]) if catalog.license(tagged).open_source else (tagged, [_tag_only(tag)])


def _plain(license_id: str, text: str) -> bool:
    """Whether a LICENSE file holds these terms and nothing on top."""
    words = " ".join(text.split())
    if license_id == "mit":
        granted = "permission is hereby granted, free of charge" in words.lower()
        return granted and len(words) < _MORE_THAN_MIT and not _STRICTER.search(words)
    if license_id == "apache-2.0":
        low, high = _APACHE_RANGE
        return "apache license version 2.0" in words.lower() and low < len(words) < high
    return False


def _base(info: Mapping[str, Any], catalog: Catalog) -> tuple[str | None, list[Words]]:
    """The first base model that is recorded; those that are not are said."""
    card = info.get("card") or {}
    named = card.get("base_model") or []
    bases = [str(b) for b in (named if isinstance(named, list) else [named])]
    for base in bases:
        resolution = catalog.resolve(base)
        if len(resolution.models) == 1:
            return resolution.models[0], [_made_from(base, catalog.model(resolution.models[0]))]
    return None, [_unknown_base(base) for base in bases[:1]]


def _components(info: Mapping[str, Any]) -> dict[str, Component]:
    files = [str(name) for name in info.get("files") or ()]
    source = f"https://huggingface.co/{info.get('id')}"
    found = {
        "weights": "yes" if any(name.lower().endswith(_WEIGHTS) for name in files) else "unknown",
        "inference_code": "yes" if _deployable(info, files) else "unknown",
        "training_data": "partial" if (info.get("card") or {}).get("datasets") else "unknown",
        "model_card": "yes" if len(str(info.get("readme") or "")) > 400 else "no",
    }
    return {
        name: Component.model_validate({"value": value, "source": source, "checked": False})
        for name, value in found.items()
    }


def _deployable(info: Mapping[str, Any], files: Iterable[str]) -> bool:
    """Whether an open framework is named that runs it, or its configuration is there for one."""
    named = {str(t).lower() for t in info.get("tags") or ()} | {str(info.get("library_name") or "").lower()}
    return bool(named & _LIBRARIES) or any(
        f in {"config.json", "model_index.json"} or f.endswith(".gguf") for f in files
    )


def _size(repo: str) -> tuple[float, float] | None:
    found = _SIZE.search(repo.split("/")[-1].replace("-", " "))
    if not found:
        return None
    size = float(found[1]) * (1 if found[2].lower() == "b" else 0.001)
    return (size, size) if size else None


def _gate_note(info: Mapping[str, Any]) -> list[Words]:
    if not info.get("gated"):
        return []
    return [
        Words(
            en="The weights are gated: they come after a form, whose terms you accept.",
            zh="权重需要申请：填表并接受其条款后才能下载。",
        )
    ]


NO_LICENSE = Words(
    en="The page names no license: without one nothing is granted.", zh="页面没有写许可证：没有许可证就没有任何授权。"
)


def _differ(tag: str, name: str) -> Words:
    return Words(
        en=f"The tag says “{tag or 'nothing'}”, but the LICENSE file is {name}; the file counts.",
        zh=f"标签写的是“{tag or '无'}”，但 LICENSE 文件是 {name}；以文件为准。",
    )


def _undescribed(tag: str) -> Words:
    return Words(
        en=f"The tag names “{tag}”, whose terms are not recorded here; read them before you rely on anything.",
        zh=f"标签写的是“{tag}”，其条款本库没有收录；使用前请先阅读原文。",
    )


def _tag_only(tag: str) -> Words:
    return Words(
        en=f"“{tag}” is only the tag: no license text was read that proves it.",
        zh=f"“{tag}” 只是标签：没有读到能证实它的许可证文本。",
    )


def _same(tag: str) -> Words:
    return Words(en=f"Tag and LICENSE file agree on “{tag}”.", zh=f"标签与 LICENSE 文件一致，都是“{tag}”。")


def _other_words(tag: str) -> Words:
    return Words(
        en=f"The tag says “{tag}”, but the LICENSE file holds other or further words; until somebody reads it, the "
        f"terms are unknown.",
        zh=f"标签写的是“{tag}”，但 LICENSE 文件有不同或额外的内容；在有人读过之前，条款视为未知。",
    )


def _made_from(base: str, model: Model) -> Words:
    terms = model.license or "?"
    return Words(
        en=f"Made from {base}, which is recorded as {model.name} under {terms}; those terms stay in force.",
        zh=f"基于 {base}，本库记为 {model.name}，适用 {terms}；这些条款继续有效。",
    )


def _unknown_base(base: str) -> Words:
    return Words(
        en=f"Made from {base}, which is not recorded here: its terms may stay in force.",
        zh=f"基于 {base}，本库没有收录：其条款可能继续有效。",
    )
