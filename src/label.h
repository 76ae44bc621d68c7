/*
 * How the alias label of a virtual address ends: in ":", VRID and index as hex
 * digits, but the first of them one of g to v: nobody else's labels look like
 * that.
 */
#ifndef LABEL_H
#define LABEL_H

#define LABEL_TAIL	5
#define LABEL_FIRST	'g'
#define LABEL_LAST	'v'

#endif
