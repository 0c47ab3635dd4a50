#!/bin/sh
# How long does `scaffolio new` take, compared with copying a finished project and committing it with git?
# Prints the ratio; it is to be 0.5 or less. Needs hyperfine and git.
#
#   scripts/bench-new.sh [further arguments of `scaffolio new`]
#
# Each side is measured RUNS (default 10) times in each of ROUNDS (default 5) rounds. LIMIT (default none) makes a
# higher ratio an error.
set -eu
cd "$(dirname "$0")/.."
for tool in go git hyperfine; do
	command -v "$tool" >/dev/null || { echo "bench-new: $tool is needed, and isn't here" >&2; exit 1; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.com
export GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.com
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

go build -trimpath -ldflags '-s -w' -o "$tmp/scaffolio" ./cmd/scaffolio
[ $# -gt 0 ] || set -- --type crud --domain reading-list
cd "$tmp"
./scaffolio new my-books "$@" --yes >/dev/null 2>&1
mv my-books finished
rm -rf finished/.git
echo "The project: $(find finished -type f | wc -l) files, $(find finished -type f -exec cat {} + | wc -c) bytes."

# Both sides are one shell that does the work, so that its start counts for both.
cat >new.sh <<EOF
./scaffolio new my-books $* --yes >/dev/null 2>&1
EOF
cat >copy.sh <<'EOF'
cp -r finished my-books && cd my-books && git init -q -b main && git add . && git commit -q -m 'Start the project'
EOF
# The sides take turns, so that what else the machine does meets both.
round=0
while [ $round -lt "${ROUNDS:-5}" ]; do
	round=$((round + 1))
	hyperfine --style none -N --warmup 1 --runs "${RUNS:-10}" --prepare 'rm -rf my-books' --export-csv "times-$round.csv" \
		--command-name 'scaffolio new' 'sh new.sh' --command-name 'cp and git' 'sh copy.sh' 2>/dev/null
	# Of each side: the median in milliseconds, and the processor's time in user and system.
	awk -F, 'FNR == 2 { new = $4; cpu = $5 + $6 } FNR == 3 { printf "%.4f %.1f %.1f %.4f\n", new / $4, new * 1000, $4 * 1000, cpu / ($5 + $6) }' \
		"times-$round.csv" >>rounds
done
sort -n rounds | awk -v limit="${LIMIT:-0}" '
	{ ratio[NR] = $1; new[NR] = $2; copy[NR] = $3; cpu += $4 }
	END {
		middle = int((NR + 1) / 2)
		printf "scaffolio new: %.1f ms; cp -r, git init, add, commit: %.1f ms (medians of the middle one of %d rounds)\n", new[middle], copy[middle], NR
		printf "ratio: %.2f (rounds: %.2f to %.2f; processor time alone: %.2f)\n", ratio[middle], ratio[1], ratio[NR], cpu / NR
		exit limit > 0 && ratio[middle] > limit
	}'
