import { fork } from 'node:child_process';
import * as z from 'zod';

const Times = z.object({ imported: z.number(), handled: z.number() });
export type Times = z.infer<typeof Times>;

/** Stands for the address of the stand-in AWS in an environment: the SDK sends to the address in a queue's URL. */
export const AWS_URL = '<AWS>';

/** A bundle to start, with its environment and first event. */
export type Subject = {
  readonly name: string;
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: unknown;
};

/** Imports the bundle in a fresh process without a compile cache and passes it its event. Times are in milliseconds. */
export const coldStart = ({ bundle, environment, event }: Subject, awsUrl: string): Promise<Times> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('first-event.mjs', import.meta.url), [bundle, JSON.stringify(event)], {
      env: {
        ...Object.fromEntries(
          Object.entries(environment).map(([name, value]) => [name, value.replace(AWS_URL, awsUrl)]),
        ),
        NODE_DISABLE_COMPILE_CACHE: '1',
        AWS_REGION: 'us-west-2',
        AWS_ACCESS_KEY_ID: 'AKIA0',
        AWS_SECRET_ACCESS_KEY: 's',
        AWS_ENDPOINT_URL: awsUrl,
        POWERTOOLS_SERVICE_NAME: 'bench',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let times: Times | undefined;
    child.on('message', (message) => {
      times = Times.parse(message);
    });
    child.on('exit', (code) => {
      if (times) resolve(times);
      else reject(new Error(`${bundle} ended with code ${code} before its first event was handled`));
    });
  });
