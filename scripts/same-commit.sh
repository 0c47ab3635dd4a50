#!/bin/sh
# Makes the same project again and again, in each language, with SOURCE_DATE_EPOCH, and fails unless it is one commit id
# each time.
#
#   scripts/same-commit.sh [runs, default 50]
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.com
export GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.com
export SOURCE_DATE_EPOCH=1700000000
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

go build -o "$tmp/scaffolio" ./cmd/scaffolio
cd "$tmp"
for language in $(./scaffolio list languages | sed -n 's/^  \([a-z][a-z0-9]*\) .*/\1/p'); do
	run=0
	: >commits
	while [ $run -lt "${1:-50}" ]; do
		run=$((run + 1))
		mkdir "$run"
		(cd "$run" && ../scaffolio new my-books --language "$language" --type crud --domain reading-list --yes >/dev/null 2>&1)
		git -C "$run/my-books" rev-parse HEAD >>commits
		rm -rf "$run"
	done
	ids=$(sort -u commits | wc -l)
	echo "$language: $run runs, $ids commit id(s): $(sort -u commits | tr '\n' ' ')"
	[ "$ids" -eq 1 ]
done
