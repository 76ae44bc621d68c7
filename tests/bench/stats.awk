# For table.awk and picture.awk: reads figures, then results.
#
# N figures: name[i], words[i], unit[i], target[i].  For each that was measured
# of WHO, by "name WHO": n, min, mid (the median), max.

FNR == NR && !/^#/ {
	split($0, part, "|")
	name[++N] = part[1]
	words[N] = part[3]
	unit[N] = part[4]
	target[N] = part[5]
}

FNR != NR && $1 == "result" {
	# The static build is ours.
	key = $2 " " ($3 == "static" ? "ours" : $3)
	m = n[key]++
	for (; m > 0 && values[key, m - 1] > $4 + 0; m--)
		values[key, m] = values[key, m - 1]
	values[key, m] = $4 + 0
}

function summarise(   key, m) {
	for (key in n) {
		m = n[key]
		min[key] = values[key, 0]
		max[key] = values[key, m - 1]
		mid[key] = (values[key, int((m - 1) / 2)] + \
		    values[key, int(m / 2)]) / 2
	}
}

function abs(v) {
	return v < 0 ? -v : v
}

# Three digits that count.
function short(v) {
	if (v == int(v) && abs(v) < 1e6)
		return v ""
	return sprintf(abs(v) >= 100 ? "%.0f" : abs(v) >= 10 ? "%.1f" : \
	    abs(v) >= 1 ? "%.2f" : "%.3f", v)
}

# Whether ours misses one target, by its median, least and greatest value.
function misses(want, ours, theirs,   v) {
	v = want
	sub(/^[<=]*/, "", v)
	if (want == "third")
		return abs(mid[ours]) > abs(mid[theirs]) / 3
	if (want == "less")
		return mid[ours] >= mid[theirs]
	if (want == "later")
		return mid[ours] > mid[theirs]
	if (want ~ /^<=/)
		return abs(mid[ours]) > v + 0
	if (want ~ /^</)
		return abs(mid[ours]) >= v + 0
	return min[ours] != v + 0 || max[ours] != v + 0
}

# "reached", "missed", or "" where nothing is asked or nobody to compare with.
function verdict(i,   ours, theirs, want, count, j, said) {
	ours = name[i] " ours"
	theirs = name[i] " theirs"
	count = split(target[i], want, " ")
	if (count == 0 || !(ours in n))
		return ""
	said = "reached"
	for (j = 1; j <= count; j++) {
		if (want[j] ~ /^[a-z]/ && !(theirs in n))
			return ""
		if (misses(want[j], ours, theirs))
			said = "missed"
	}
	return said
}

function wanted(i,   t) {
	t = target[i]
	sub(/third/, "<=1/3", t)
	sub(/later/, "no later", t)
	return t
}
