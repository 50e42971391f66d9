#!/bin/sh
# The command “annotator” for root: run as the service's account, with the service's settings.
set -eu
set -a
. /etc/annotator.env
set +a
exec runuser -u annotator -- /opt/annotator/current/bin/annotator "$@"
