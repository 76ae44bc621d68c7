# The table; see stats.awk.  peer: the name of a third daemon, or "".

function cell(key) {
	if (!(key in n))
		return "-"
	if (n[key] == 1)
		return short(mid[key])
	return short(mid[key]) " (" short(min[key]) " to " short(max[key]) \
	    ", " n[key] ")"
}

function ratio(a, b) {
	if (!(a in n) || !(b in n) || mid[b] == 0)
		return "-"
	return short(mid[a] / mid[b])
}

function line(a, b, c, d, e, f, g, h,   out) {
	out = sprintf("%-38s %-4s %-27s %-27s %6s", a, b, c, d, e)
	if (peer != "")
		out = out sprintf("  %-27s %6s", f, g)
	out = out "  " h
	sub(/ +$/, "", out)
	print out
}

END {
	summarise()
	line("median (least to greatest, how many)", "", "ours", "keepalived",
	    "ratio", peer, "ratio", "target")
	for (i = 1; i <= N; i++) {
		o = name[i] " ours"
		t = name[i] " theirs"
		p = name[i] " peer"
		if (!(o in n) && !(t in n) && !(p in n))
			continue
		v = verdict(i)
		if (v == "missed")
			missed = missed (missed == "" ? "" : ", ") name[i]
		line(words[i], unit[i] == "1" ? "" : unit[i], cell(o), cell(t),
		    ratio(o, t), cell(p), ratio(o, p),
		    wanted(i) (v == "" ? "" : ": " v))
	}
	print ""
	print "Targets missed: " (missed == "" ? "none" : missed)
}
