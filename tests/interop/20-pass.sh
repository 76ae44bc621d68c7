#!/bin/bash
# keepalived's auth_type PASS is our simple text password: either's master and
# the other's backup, resignation, crash and return of both, a wrong password.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/auth.sh"

partners PASS pw
