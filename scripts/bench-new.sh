#!/bin/sh
# How long does `scaffolio new` take, compared with copying a finished project and committing it with git?
# Prints the ratio; it is to be 0.5 or less. Needs hyperfine and git.
#
#   scripts/bench-new.sh [further arguments of `scaffolio new`]
#
# RUNS (default 30) is how often each side is measured; LIMIT (default none) makes a higher ratio an error.
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
[ $# -gt 0 ] || set -- --language go --type crud --domain reading-list
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
hyperfine --style basic -N --warmup 3 --runs "${RUNS:-30}" --prepare 'rm -rf my-books' --export-csv times.csv \
	--command-name 'scaffolio new' 'sh new.sh' --command-name 'cp and git' 'sh copy.sh'
awk -F, -v limit="${LIMIT:-0}" '
	NR > 1 { mean[NR] = $2; median[NR] = $4 }
	END {
		ratio = median[2] / median[3]
		printf "scaffolio new: %.1f ms; cp -r, git init, add, commit: %.1f ms (medians)\nratio: %.2f\n",
			median[2] * 1000, median[3] * 1000, ratio
		exit limit > 0 && ratio > limit
	}' times.csv
