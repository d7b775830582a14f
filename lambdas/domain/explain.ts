import * as z from 'zod/mini';

// Without a language, zod/mini says no more than "Invalid input".
z.config(z.locales.en());

/** Characters: of a thing that is wrong in hundreds of places, the first tell enough. */
const LONGEST = 1000;

/** Says on one line which fields are wrong, what they hold and what was expected. */
export const explain = (error: z.core.$ZodError): string => {
  const said = z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
  return said.length <= LONGEST ? said : `${said.slice(0, LONGEST)}… (${error.issues.length} faults)`;
};
