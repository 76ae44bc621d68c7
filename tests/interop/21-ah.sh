#!/bin/bash
# keepalived's auth_type AH is ours: either's master and the other's backup,
# resignation, crash and return of both, a wrong key.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/auth.sh"

partners AH ah
