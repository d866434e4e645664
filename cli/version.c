// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See version.h. Runs of digits are numbers; "~" and "-rc" are before the end
 * of the text, so 6.9-rc7 and 6.9~rc7 are before 6.9.
 */
#include "version.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/* Where a text that goes on here stands, compared with one that ends here. */
static int rank(const char *text)
{
	if (*text == '~' || !strncmp(text, "-rc", 3))
		return -1;
	return (unsigned char)*text;
}

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* Both start with a digit. Moves past the numbers. */
static int compare_numbers(const char **a, const char **b)
{
	size_t length_a, length_b;
	int order;

	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	length_a = count_digits(*a);
	length_b = count_digits(*b);
	if (length_a != length_b)
		return length_a < length_b ? -1 : 1;
	order = strncmp(*a, *b, length_a);
	*a += length_a;
	*b += length_b;
	return order;
}

/**
 * version_compare() - order two versions
 * @a: a version
 * @b: another
 *
 * Return: below 0 if @a is older, 0 if they are equal, above 0 if it is newer.
 */
int version_compare(const char *a, const char *b)
{
	int order;

	for (;;) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			order = compare_numbers(&a, &b);
			if (order)
				return order;
			continue;
		}
		order = rank(a) - rank(b);
		if (order || !*a)
			return order;
		a++;
		b++;
	}
}
