import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** The runbook's commands, in its order: to pause, and to resume. */
const COMMANDS = [...RUNBOOK.matchAll(/^aws ssm put-parameter --name (\S+) --value (\S+) --overwrite$/gm)];

const put = async (target: Target, command: RegExpExecArray | undefined): Promise<void> => {
  const [, Name, Value] = command ?? [];
  if (COMMANDS.length !== 2)
    throw new Error(`The runbook has ${COMMANDS.length} commands for a pause, not 2`);
  const ssm = new SSMClient(target.client('hub', HUB_REGION));
  await ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
};

/** Pauses the service as the runbook says. */
export const pause = (target: Target): Promise<void> => put(target, COMMANDS[0]);

/** Ends the pause as the runbook says. */
export const resume = (target: Target): Promise<void> => put(target, COMMANDS[1]);
