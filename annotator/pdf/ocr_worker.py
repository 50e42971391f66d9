"""The process that recognises the text of pictures, and can do nothing else.

It is started as ``python -I -m annotator.pdf.ocr_worker``. It loads RapidOCR with its
models, gives up its rights, and answers each picture with what it reads there, until its
input ends. It gets grey values only, so that nothing of a file is interpreted here. See
``annotator.pdf.worker_loop``; the libraries are the extra ``annotator[eyes]``.
"""

import logging
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.utils.process_img import get_rotate_crop_image

from annotator.domain.input.characters import clean
from annotator.pdf import messages, worker_loop
from annotator.pdf.worker_loop import Refusal

Grey = NDArray[np.uint8]

_LARGEST_SIDE = 2_000  # pixels of a line; longer ones are reduced, as memory grows
# Of a page, in which lines are looked for: A4 at 1.2 pixels a point. On six pages, none was
# lost here, and some from 2 a point on.
_SIDE_FOR_LINES = 1_000
# How sure a line must be. At RapidOCR's own 0.5, lines of a scan are lost.
_LINE_SCORE = 0.3
_OWN = 320, 320  # rows and columns of a picture of our own


def load() -> RapidOCR:
    """Return the recogniser, with its models in memory and one thread."""
    logging.disable(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LARGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def line(engine: RapidOCR, picture: Grey) -> dict[str, Any]:
    """Return the text of a picture of one line, and how sure each letter is (0 to 1)."""
    found = _read(engine, _coloured(picture))
    return _text(found.txts[0], found.word_results[0].confs) if found else _text("", [])


def _read(engine: RapidOCR, picture: Grey) -> Any:
    """Return what RapidOCR reads in one line, or None for nothing."""
    # It keeps what it was told in the last call, so it is told all each time.
    found: Any = engine(
        picture, use_det=False, use_cls=False, use_rec=True, return_word_box=True
    )
    return found if found.txts and found.txts[0].strip() else None


def page(engine: RapidOCR, picture: Grey) -> list[Any]:
    """Return the words of a page, line by line: text, score, box in pixels.

    Lines are looked for in a small picture, in which none is lost, and read in the large.
    """
    whole = _coloured(picture)
    by = max(1.0, max(picture.shape) / _SIDE_FOR_LINES)
    width, height = round(picture.shape[1] / by), round(picture.shape[0] / by)
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    found: Any = engine(
        small, use_det=True, use_cls=False, use_rec=False, box_thresh=_LINE_SCORE
    )
    if found.boxes is None:
        return []
    lines = (_words(engine, whole, by * np.float32(corners)) for corners in found.boxes)
    return [words for words in lines if words]


def _words(engine: RapidOCR, whole: Grey, corners: NDArray[np.float32]) -> list[Any]:
    crop = get_rotate_crop_image(whole, corners)
    found = _read(engine, crop)
    if found is None:
        return []
    [line] = engine.calc_word_boxes([crop], corners[np.newaxis], found)
    return [
        [clean(text), round(float(score), 3), _box(corners)]
        for text, score, corners in line
    ]


def _text(text: str, scores: Sequence[float]) -> dict[str, Any]:
    kept = [(c, s) for c, s in zip(text, scores, strict=False) if clean(c) == c]
    return {
        "text": "".join(c for c, _ in kept),
        "scores": [round(float(score), 3) for _, score in kept],
    }


def _box(corners: Sequence[Sequence[float]]) -> list[float]:
    across, down = zip(*corners, strict=True)
    return [float(side) for side in (min(across), min(down), max(across), max(down))]


def _coloured(picture: Grey) -> Grey:
    return np.repeat(picture[:, :, np.newaxis], 3, axis=2)


def answer(engine: RapidOCR, content: bytes) -> worker_loop.Answer:
    """Return the answer to a picture: see ``messages.picture``."""
    kind, width, height = messages.PICTURE_HEADER.unpack_from(content)
    samples = np.frombuffer(content, np.uint8, offset=messages.PICTURE_HEADER.size)
    if samples.size != width * height or not samples.size:
        raise Refusal("NONSENSE")
    read = page if kind == messages.WHOLE_PAGE else line
    return worker_loop.as_json(read(engine, samples.reshape(height, width)))


def _rehearse(engine: RapidOCR) -> None:
    """Read pictures of our own, so that everything needed is loaded now."""
    own = np.full(_OWN, 255, np.uint8)
    own[12:36, 20:24] = own[12:16, 20:40] = 0
    line(engine, own)
    page(engine, own)


def main() -> None:
    """Serve pictures, then end."""
    engine = load()
    _rehearse(engine)
    worker_loop.run_pictures(lambda content: answer(engine, content))


if __name__ == "__main__":
    main()
