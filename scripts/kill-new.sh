#!/bin/sh
# Kills `scaffolio new` with SIGKILL at random instants. Afterwards there must be no target or the whole project,
# and the next run must work. A folder that exists already may be half filled for a moment; there the next run must
# leave the whole project.
#
#   scripts/kill-new.sh [rounds, default 200]
# shellcheck disable=SC2086 # $arguments are several words
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-200}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.com
export GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.com
export SOURCE_DATE_EPOCH=1700000000
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

go build -o "$tmp/scaffolio" ./cmd/scaffolio
mkdir "$tmp/reference" "$tmp/work"

arguments='new my-books --type crud --domain reading-list --yes'
new() { "$tmp/scaffolio" $arguments; }
fail() {
	echo "kill-new: $1" >&2
	ls -la "$tmp/work" "$tmp/work/my-books" >&2
	exit 1
}

# whole says whether the target is the same project as the reference, committed and unchanged.
whole() {
	diff -r --exclude=.git "$tmp/reference/my-books" "$tmp/work/my-books" &&
		[ "$(git -C "$tmp/work/my-books" rev-parse HEAD)" = "$commit" ] &&
		[ -z "$(git -C "$tmp/work/my-books" status --porcelain)" ]
}

# killed starts a run and kills it after a random part of the time that one takes.
killed() {
	(exec "$tmp/scaffolio" $arguments) >/dev/null 2>&1 & # exec: what is killed is the program, not a shell
	pid=$!
	sleep "$(awk -v seed="$1" -v ms="$took" 'BEGIN { srand(seed); printf "%.4f", rand() * ms / 1000 }')"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
}

cd "$tmp/reference"
new >/dev/null 2>&1
commit=$(git -C my-books rev-parse HEAD)
cd "$tmp/work"
start=$(date +%s%N)
for _ in 1 2 3; do
	new >/dev/null 2>&1
	rm -rf my-books
done
took=$((($(date +%s%N) - start) / 3000000 + 5))
echo "One run takes about $took ms."

for mode in missing existing; do
	absent=0 round=0
	while [ $round -lt "$rounds" ]; do
		round=$((round + 1))
		rm -rf my-books
		[ $mode = missing ] || mkdir my-books
		killed "$round$$"
		if [ $mode = missing ] && [ ! -e my-books ]; then
			absent=$((absent + 1))
			new >/dev/null || fail "round $round: the run after the killed one failed"
		elif [ $mode = existing ] && ! whole >/dev/null 2>&1; then
			absent=$((absent + 1))
			# It writes the project, or finds it whole beside what the killed run had no time to clear, and refuses.
			new >/dev/null 2>&1 || true
		fi
		whole || fail "round $round: the project isn't whole"
	done
	# What a run left that was killed after its last step is cleared by the next one that looks there.
	new >/dev/null 2>&1 && fail "a project was written over another"
	[ "$(ls -A)" = my-books ] || fail "something was left behind: $(ls -A)"
	echo "$mode target: $rounds runs killed, $absent of them before they were done; each time the next run worked."
done
