import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import { type ClientSettings, pages } from './access.ts';
import { physicalIds } from './stacks.ts';

/** Reads the lines of the logs of `creations`, `reminders` and `publish` that name a text, oldest first: JSON each. */
export type ReadLines = (text: string, since: Date) => Promise<readonly string[]>;

const GROUPS = /^(Creations|Reminders|Publish)FunctionLogs/;

/** Reads the logs with AWS's clients. */
export const linesOf = (
  settings: ClientSettings,
  logs = new CloudWatchLogsClient(settings),
  cloudFormation = new CloudFormationClient(settings),
): ReadLines => {
  let groups: Promise<string[]> | undefined;
  const find = async (): Promise<string[]> =>
    [...(await physicalIds(HUB_STACK_NAME, cloudFormation))].flatMap(([logicalId, physicalId]) =>
      GROUPS.test(logicalId) ? [physicalId] : [],
    );
  return async (text, since) => {
    groups ??= find();
    const found: { readonly at: number; readonly message: string }[] = [];
    for (const logGroupName of await groups) {
      // In quotes, a pattern is a text: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
      const asked = { logGroupName, filterPattern: JSON.stringify(text), startTime: since.getTime() };
      const events = await pages(
        (nextToken) =>
          logs.send(new FilterLogEventsCommand({ ...asked, ...(nextToken ? { nextToken } : {}) })),
        (page) => page.events,
        (page) => page.nextToken,
      );
      found.push(...events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, message })));
    }
    return found.sort((a, b) => a.at - b.at).map(({ message }) => message);
  };
};
