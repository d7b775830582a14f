import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import { type ClientSettings, pages } from './access.ts';
import { physicalIds } from './stacks.ts';

/**
 * Reads the lines that name a text in the logs of `propagate`, or in those of `creations`, `reminders`, `publish` and `propagate`;
 * oldest first: JSON each.
 */
export type ReadLines = (text: string, since: Date, of: keyof typeof GROUPS) => Promise<readonly string[]>;

const GROUPS = {
  propagate: /^PropagateFunctionLogs/,
  all: /^(Creations|Reminders|Publish|Propagate)FunctionLogs/,
};

/** Reads the logs with AWS's clients. */
export const linesOf = (settings: ClientSettings): ReadLines => {
  const logs = new CloudWatchLogsClient(settings);
  let ids: ReturnType<typeof physicalIds> | undefined;
  return async (text, since, of) => {
    ids ??= physicalIds(HUB_STACK_NAME, new CloudFormationClient(settings));
    const groups = [...(await ids)].flatMap(([logicalId, physicalId]) =>
      GROUPS[of].test(logicalId) ? [physicalId] : [],
    );
    const found: { readonly at: number; readonly message: string }[] = [];
    for (const logGroupName of groups) {
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
