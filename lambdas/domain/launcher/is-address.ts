import * as z from 'zod/mini';

/**
 * Whether a user's name is an address that SNS can be asked to write to: only then has the person a topic, and can be
 * mailed.
 */
export const isAddress = (userName: string): boolean => z.safeParse(z.email(), userName).success;
