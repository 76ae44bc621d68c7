# The picture: a bar a daemon for each figure that has a comparison, as long
# as its median is of the greatest of them, with a line from its least to its
# greatest value; see stats.awk.  peer: a third daemon's name, or "";
# title: what stands above.

function escape(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	return s
}

function text(x, y, size, colour, s) {
	printf "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s" \
	    "</text>\n", x, y, size, colour, escape(s)
}

# Values beyond the scale end at its end.
function at(v) {
	v = v < 0 ? 0 : v / scale
	return LEFT + WIDE * (v > 1 ? 1 : v)
}

function bar(i, who, y, colour,   key, wide) {
	key = name[i] " " who
	if (!(key in n))
		return
	wide = at(abs(mid[key])) - LEFT
	printf "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"9\" " \
	    "fill=\"%s\"/>\n", LEFT, y, wide < 1 ? 1 : wide, colour
	if (n[key] > 1)
		printf "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#444\"/>\n", \
		    at(min[key]), y + 4.5, at(max[key])
	text(LEFT + WIDE + 8, y + 8, 10, "#444", short(mid[key]) \
	    (unit[i] == "1" ? "" : " " unit[i]))
}

# The greatest median is as wide as there is room.
function scale_of(i,   k, key, most) {
	for (k = 1; k <= kinds; k++) {
		key = name[i] " " kind[k]
		if (key in n && abs(mid[key]) > most)
			most = abs(mid[key])
	}
	return most > 0 ? most : 1
}

END {
	summarise()
	LEFT = 270
	WIDE = 380
	kinds = split("ours theirs" (peer == "" ? "" : " peer"), kind, " ")
	split("#1769aa #b0b0b0 #d9a441", colour, " ")
	split("vrrpd|keepalived|" peer, called, "|")
	for (i = 1; i <= N; i++)
		if (name[i] " ours" in n && (name[i] " theirs" in n ||
		    name[i] " peer" in n))
			shown[++rows] = i
	step = 11 * kinds + 9
	height = 70 + rows * step
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" " \
	    "height=\"%d\" font-family=\"sans-serif\">\n", height
	printf "<rect width=\"760\" height=\"%d\" fill=\"white\"/>\n", height
	text(10, 20, 13, "#000", title)
	for (k = 1; k <= kinds; k++) {
		printf "<rect x=\"%d\" y=\"32\" width=\"10\" height=\"10\" " \
		    "fill=\"%s\"/>\n", 10 + 120 * (k - 1), colour[k]
		text(25 + 120 * (k - 1), 41, 11, "#000", called[k])
	}
	text(LEFT + 120, 41, 10, "#444", "bar: median; line: least to " \
	    "greatest; each row has its own scale")
	for (r = 1; r <= rows; r++) {
		i = shown[r]
		y = 60 + (r - 1) * step
		scale = scale_of(i)
		text(10, y + 10, 11, "#000", words[i])
		for (k = 1; k <= kinds; k++)
			bar(i, kind[k], y + 11 * (k - 1), colour[k])
	}
	print "</svg>"
}
