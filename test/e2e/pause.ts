import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { commandsOf } from '../docs/runbook.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

const PUT = /^aws ssm put-parameter --name (\S+) --value (\S+) --overwrite$/;

const [PAUSE = '', RESUME = ''] = commandsOf('Pause and resume');

/** Makes the call that the AWS CLI makes for the runbook's command. */
const put = async (target: Target, command: string): Promise<void> => {
  const [, Name, Value] = PUT.exec(command) ?? [];
  if (Value === undefined) throw new Error(`Not a command that pauses or resumes: ${command}`);
  const ssm = new SSMClient(target.client('hub', HUB_REGION));
  await ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
};

/** Pauses the service as the runbook says. */
export const pause = (target: Target): Promise<void> => put(target, PAUSE);

/** Ends the pause as the runbook says. */
export const resume = (target: Target): Promise<void> => put(target, RESUME);
