"""The source of the running version is packed once, however many ask for it at once."""

import io
import tarfile
from concurrent.futures import ThreadPoolExecutor

from annotator.public.source_archive import FOLDER, source_archive


def test_the_source_is_packed_once_and_holds_the_program():
    with ThreadPoolExecutor(4) as strangers:
        packed = [*strangers.map(lambda _: source_archive(), range(8))]
    assert len(set(map(id, packed))) == 1
    with tarfile.open(fileobj=io.BytesIO(packed[0])) as archive:
        names = archive.getnames()
    assert f"{FOLDER}/annotator/app.py" in names
    assert f"{FOLDER}/LICENSE" in names
    assert not any("__pycache__" in name for name in names)
