import * as z from 'zod';

const Environment = z.object({ AWS_ENDPOINT_URL: z.url({ hostname: /^127\.0\.0\.1$/ }) });

/** The address of moto. It is required, so that tests run without main.ts launch nothing in a real account. */
export const MOTO_URL = Environment.parse(process.env).AWS_ENDPOINT_URL;
