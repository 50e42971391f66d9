#!/bin/sh
# Install this source as a release of its own beside the others, and print its folder.
# Nothing that runs is touched. What is downloaded is checked against the lock.
set -eu
cd "$(dirname "$0")/../.."
release=/opt/annotator/$(date +%Y-%m-%dT%H%M%S)
python3 -m venv "$release"
pip="$release/bin/pip --quiet --disable-pip-version-check --no-cache-dir"
$pip install --no-deps --require-hashes -r docs/running/requirements.lock
$pip install --no-deps --no-build-isolation .
echo "$release"
