import * as z from 'zod/mini';

// Without a language, zod/mini says no more than "Invalid input".
z.config(z.locales.en());

/** Says on one line which fields are wrong, what they hold and what was expected. */
export const explain = (error: z.core.$ZodError): string =>
  z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
