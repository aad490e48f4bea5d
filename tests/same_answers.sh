#!/usr/bin/env bash
# usage: tests/same_answers.sh BEFORE AFTER    (two builds of the program)
#
# Asks both builds every kind of question and compares the JSON, what stands on standard error and the exit status, byte
# for byte. Takes minutes; exit status 1 if anything differs.
set -u
B=$(realpath "$1"); A=$(realpath "$2"); cd "$(dirname "$0")/.."
work=$(mktemp -d); trap "rm -rf $work" EXIT
bad=0; n=0
one() {
  n=$((n+1))
  "$B" "$@" > $work/cmp.b 2>$work/cmp.be; rb=$?
  "$A" "$@" > $work/cmp.a 2>$work/cmp.ae; ra=$?
  if [ $ra != $rb ] || ! cmp -s $work/cmp.a $work/cmp.b; then bad=$((bad+1)); echo "DIFFERS: $* ($rb $ra) $(head -c 200 $work/cmp.ae)"; fi
  if ! cmp -s $work/cmp.ae $work/cmp.be; then bad=$((bad+1)); echo "stderr: $*: $(head -c 300 $work/cmp.be) | $(head -c 300 $work/cmp.ae)"; fi
}
J="--format json"
one brief RUS CHN $J
one brief DEU USA --year 2011 $J
one brief JPN KOR --elasticity 2.5 $J
one brief EU27 RUS $J
one brief EU27 RUS --aggregate before $J
one brief RUS KAZ $J
one brief RUS CHN --data data/world/wiod-1995.world $J
one brief RUS CHN --elasticity 99 $J
one brief RUS RUS $J
one exit-cost RUS CHN $J
one exit-cost EU27 CHN --by-sector --year 2011 $J
one exit-cost --matrix --year 2011 $J
one exit-cost --matrix $J
one leverage RUS CHN $J
one leverage DEU USA --year 2011 --by-sector $J
one leverage RUS CHN --scenario scenarios/western-embargo.toml $J
one leverage --most-dependent-on CHN --year 2011 $J
one leverage --all-pairs $J
one leverage --all-pairs --exact --year 1995 $J
one timeline RUS CHN $J
one timeline EU27 USA --elasticity 8 $J
for f in scenarios/*.toml; do
  case $(basename $f) in power-of-siberia*) one pipeline $f $J;; *) one run $f $J; one scenario explain $f;; esac
done
one compare scenarios/western-embargo.toml scenarios/december-2023-threat.toml $J
one explain CHN RUS C26 --scenario scenarios/december-2023-threat.toml $J
one explain CHN RUS C26 --scenario scenarios/western-embargo.toml $J
one episode $J
for f in scenarios/strategy/*.toml; do one strategy $f $J; done
for f in claims/*.toml; do one audit $f $J; done
one doctor $J
one doctor data/world/icio-2022.world $J
one schema; one schema --strategy; one schema --question
for what in regions groups sectors years; do one list $what $J; done
one run claims/2024-05.toml $J
echo "$n commands, $bad differ"
[ "$bad" = 0 ]
