/*
 * One line an event, to stderr or to syslog; it never waits for the reader,
 * never ends the process but in fatal, and is not for signal handlers.
 *
 * The ...x forms leave out the words for errno.  No format ends in a newline.
 */
#ifndef LOG_H
#define LOG_H

/* Before the first line: so that stderr is never waited for. */
void	log_open(void);

/* "eth0 vrid 50: " before every line; the string is copied. */
void	log_prefix(const char *);

/* From now on to /dev/log (facility daemon, ident vrrpd), not to stderr. */
void	log_to_syslog(void);

/* Operator errors and faults of the system; something wants a look. */
void	log_warn(const char *, ...) __attribute__((format(printf, 1, 2)));
void	log_warnx(const char *, ...) __attribute__((format(printf, 1, 2)));

/* What an operator wants to know: transitions. */
void	log_notice(const char *, ...) __attribute__((format(printf, 1, 2)));

/* Log, then exit 1: for what keeps us from starting. */
_Noreturn void
	fatal(const char *, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void
	fatalx(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
