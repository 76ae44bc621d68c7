/* Does nothing but wait: the memory that a program takes whatever it does. */
#include <stddef.h>
#include <sys/select.h>

int
main(void)
{
	for (;;)
		(void)pselect(0, NULL, NULL, NULL, NULL, NULL);
}
