import * as z from 'zod';

const Environment = z.object({ AWS_ENDPOINT_URL: z.url({ hostname: /^127\.0\.0\.1$/ }) });

/** Where moto listens. Whoever runs these tests past main.ts shall not launch instances in an account of their own. */
export const MOTO_URL = Environment.parse(process.env).AWS_ENDPOINT_URL;
