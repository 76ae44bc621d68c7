# One line for each small change that can be made to a C source in the style
# of this house: its number, first and last line, what it is, the new text.
# Comments, strings, asserts and declarations without a value stay as they are.

function emit(first, last, what, text) {
	gsub(/\t/, " ", what)
	sub(/^ +/, "", what)
	printf("%d\t%d\t%s\t%s\n", first, last, what, text)
}

# The line with len characters at a place replaced.
function change(at, len, new,	was, now) {
	was = line
	now = substr(line, 1, at - 1) new substr(line, at + len)
	emit(NR, NR, trim(was) "  ->  " trim(now), now)
}

function trim(s) {
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

# Every place of an operator that the mask shows, unless unlike is behind it.
function each(old, new, unlike,		at, from) {
	for (from = 1; (at = index(substr(mask, from), old)) > 0;
	    from += at + length(old) - 1)
		if (unlike == "" ||
		    substr(mask, from + at + length(old) - 1, 1) != unlike)
			change(from + at - 1, length(old), new)
}

function operators() {
	each(" < ", " <= "); each(" < ", " >= ")
	each(" > ", " >= "); each(" > ", " <= ")
	each(" <= ", " < "); each(" <= ", " > ")
	each(" >= ", " > "); each(" >= ", " < ")
	each(" == ", " != "); each(" != ", " == ")
	each(" && ", " || "); each(" || ", " && ")
	each(" + ", " - "); each(" - ", " + ")
	each(" * ", " / "); each(" / ", " * "); each(" % ", " / ")
	each(" << ", " >> "); each(" >> ", " << ")
	each(" & ", " | "); each(" | ", " & "); each(" ^ ", " | ")
	each(" += ", " -= "); each(" -= ", " += "); each(" += ", " = ")
	each(" |= ", " &= "); each(" &= ", " |= "); each(" ^= ", " |= ")
	each(" |= ", " = "); each(" &= ", " = ")
	each("++", "--"); each("--", "++")
	each("true", "false"); each("false", "true")
	each("(!", "("); each(" !", " ", "="); each(" ~", " "); each("(~", "(")
	# At the end of a line that goes on.
	if (mask ~ / &&$/)
		change(length(line) - 1, 2, "||")
	if (mask ~ / \|\|$/)
		change(length(line) - 1, 2, "&&")
	if (mask ~ / \|$/)
		change(length(line), 1, "&")
}

function hex(s,		i, n) {
	n = 0
	s = tolower(s)
	for (i = 1; i <= length(s); i++)
		n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
	return n
}

# Whole numbers, one more and one less.
function numbers(	from, at, len, text, n) {
	from = 1
	while (match(substr(mask, from),
	    /[A-Za-z_0-9]+/)) {
		at = from + RSTART - 1
		len = RLENGTH
		from = at + len
		text = substr(mask, at, len)
		if (text !~ /^(0x[0-9a-f]+|[0-9]+)U?$/)
			continue
		sub(/U$/, "", text)
		if (text ~ /^0x/) {
			n = hex(substr(text, 3))
			text = "0x"
		} else {
			n = text + 0
			text = ""
		}
		if (n < 4294967295)
			change(at, len, written(n + 1, text))
		if (n > 0)
			change(at, len, written(n - 1, text))
	}
}

function written(n, form) {
	return sprintf(form == "0x" ? "0x%x" : "%d", n)
}

# f(a, b) as f(b, a), with arguments that hold no brackets themselves.
function swaps(		from, at, text, arg, n, i, all) {
	from = 1
	while (match(substr(mask, from), "[a-z0-9_][(][^()]*,[^()]*[)]")) {
		at = from + RSTART + 1
		text = substr(line, at, RLENGTH - 3)
		from = at + RLENGTH - 3
		n = split(text, arg, /, */)
		for (i = 1; i < n; i++) {
			all = swapped(arg, n, i)
			if (all != text)
				change(at, length(text), all)
		}
	}
}

function swapped(arg, n, i,	k, from, all) {
	for (k = 1; k <= n; k++) {
		from = k == i ? i + 1 : k == i + 1 ? i : k
		all = all (k > 1 ? ", " : "") arg[from]
	}
	return all
}

# What a string or a comment hides, as blanks of the same width.
function masked(s,	out, i, c, quote) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (comment) {
			if (substr(s, i, 2) == "*/") {
				comment = 0
				i++
				out = out " "
			}
			c = " "
		} else if (quote != "") {
			if (c == "\\") {
				i++
				out = out " "
			} else if (c == quote)
				quote = ""
			c = " "
		} else if (substr(s, i, 2) == "/*") {
			comment = 1
			i++
			out = out " "
			c = " "
		} else if (c == "\"" || c == "'") {
			quote = c
			c = " "
		}
		out = out c
	}
	sub(/ +$/, "", out)
	return out
}

# A statement that can be left out: a call or an assignment, break, continue.
function deletable(s) {
	if (s ~ /^(break|continue);/)
		return 1
	if (s ~ /^(return|if|for|while|switch|else|do|case|default|static|const|struct|enum|bool|u?int|size_t|unsigned)/)
		return 0
	sub(/^\(void\)/, "", s)
	return s ~ /^[^ (]+( [^ ]?[^ ]?= |\(|\+\+;|--;)/
}

function statement(	body) {
	body = trim(mask)
	if (begins == 0 && body != "") {
		begins = NR
		first = body
	}
	if (body ~ /;$/ && deletable(first) && line ~ /^\t/)
		emit(begins, NR, "deleted: " trim(line), ";")
	if (body ~ /^if \(.*(\)|\) \{)$/ && (body ~ / (&&|\|\|) / ||
	    body !~ /[(]!| [<>=!]=? /)) {
		now = line
		sub(/if \(/, "if (!(", now)
		sub(/\)( \{)?$/, ")&", now)
		emit(NR, NR, trim(line) "  ->  " trim(now), now)
	}
	if (body ~ /(;|\{|\}|:)$/ || body ~ /^(if|for|while|switch|else).*\)$/ ||
	    body ~ /^(else|\} else)$/ || body ~ /\)$/ && first ~ /^(if|for|while|switch)/)
		begins = 0
}

{
	line = $0
	mask = masked($0)
	if (mask ~ /^#/ && mask !~ /^#define/)
		next
	if (mask ~ /^[^\t#].*[(]/ && mask !~ /^#/) {
		begins = 0
		next
	}
	if (mask ~ /assert\(/) {
		begins = 0
		next
	}
	if (trim(mask) == "")
		next
	operators()
	numbers()
	if (mask !~ /^#/) {
		swaps()
		statement()
	}
}
