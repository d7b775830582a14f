/** A text without the byte order mark that some programs put at its beginning: to JSON, that is an error. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');
