#!/bin/sh
set -e
leastwise check --format text --format junit=leastwise.xml policies
leastwise diff --base "$(git merge-base origin/main HEAD)"
