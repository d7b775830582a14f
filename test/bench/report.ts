import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';

const PLACES = 1000;
const RESOURCES = 1000;
const REFUSED = ['100000000007 us-west-2', '100000000031 eu-west-1'];
const MAX_MEGABYTES = 300;
const MAX_CPU_SECONDS = 300;
/** As the state machine. */
const CONCURRENCY = 5;
/** Without limits, V8 takes what the machine has before it collects garbage. */
const HEAP = ['--max-old-space-size=160', '--max-semi-space-size=4'];

/** The calls that a Region with an index takes: the fewest that show a thousand resources, 800 of them tagged. */
const CALLS: Readonly<Record<string, number>> = {
  GetIndex: 1,
  ListResources: 2,
  GetView: 1,
  GetResources: 8,
  DescribeTags: 1,
  DescribeInstances: 1,
  DescribeVolumes: 1,
  DescribeNetworkInterfaces: 1,
  DescribeVpcs: 1,
  DescribeSubnets: 1,
  DescribeSecurityGroups: 1,
  DescribeNetworkAcls: 1,
  DescribeRouteTables: 1,
  DescribeInternetGateways: 1,
};

const Url = z.object({ url: z.string() });
const Calls = z.object({ calls: z.array(z.tuple([z.string(), z.number()])) });
const Taken = z.object({
  result: z.object({ resources: z.number(), owned: z.number(), failedRegions: z.number() }),
  cpuSeconds: z.number(),
  megabytes: z.number(),
  pageMegabytes: z.number(),
});

const answer = async <T extends z.ZodType>(child: ChildProcess, schema: T): Promise<z.infer<T>> => {
  const [message] = await once(child, 'message');
  return schema.parse(message);
};

const program = (name: string): string => join(import.meta.dirname, name);

/** One line of the result, and whether it is as it should be. */
type ReportLine = { readonly text: string; readonly isMet: boolean };

/** Collects a million resources of a thousand account-Regions from a stand-in of AWS, and writes their page. */
export const millionResources = async (progress: (text: string) => void): Promise<ReportLine[]> => {
  const server = fork(program('serve-aws.ts'), [String(RESOURCES), REFUSED.join(',')]);
  try {
    const { url } = await answer(server, Url);
    progress('a million resources');
    const run = fork(program('run-report.ts'), [String(PLACES), String(CONCURRENCY)], {
      env: { ...process.env, AWS_ENDPOINT_URL: url },
      execArgv: HEAP,
    });
    const { result, cpuSeconds, megabytes, pageMegabytes } = await answer(run, Taken);
    server.send('calls');
    const { calls } = await answer(server, Calls);
    const counted = new Map(calls);
    const read = PLACES - REFUSED.length;
    const expected = Object.entries(CALLS).map(([action, each]) => {
      // A Region that refuses is asked for its index and its tagged resources, and nothing else.
      const isAsked = action === 'GetIndex' || action === 'GetResources';
      return [action, each * read + (isAsked ? REFUSED.length : 0)] as const;
    });
    const total = calls.reduce((sum, [, count]) => sum + count, 0);
    return [
      {
        text: `${result.resources} resources in ${PLACES} account-Regions, ${result.owned} of them owned`,
        isMet: result.resources === read * RESOURCES && result.owned === read * RESOURCES * 0.6,
      },
      {
        text: `${result.failedRegions} account-Regions that refuse are shown as failed`,
        isMet: result.failedRegions === REFUSED.length,
      },
      {
        text: `${total} calls of AWS answered: no fewer show all of it`,
        isMet:
          counted.size === expected.length &&
          expected.every(([action, count]) => counted.get(action) === count),
      },
      { text: `${megabytes.toFixed(0)} MB resident at most`, isMet: megabytes <= MAX_MEGABYTES },
      { text: `${cpuSeconds.toFixed(0)} s of CPU`, isMet: cpuSeconds <= MAX_CPU_SECONDS },
      { text: `${pageMegabytes.toFixed(1)} MB: the page of all accounts`, isMet: true },
    ];
  } finally {
    server.disconnect();
  }
};
