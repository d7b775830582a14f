/**
 * Makes text of unknown origin (names, tag values) safe to print on one line of a mail, a log or a terminal:
 * control, format and line-separating characters become a space.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
