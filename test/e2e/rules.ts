import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** Disables a rule of the default bus while something runs, as somebody might by mistake. */
export const withRuleOff = async (
  target: Target,
  { account, region, id: Name }: Resource,
  meanwhile: () => Promise<void>,
): Promise<void> => {
  const events = new EventBridgeClient(target.client(account, region));
  await events.send(new DisableRuleCommand({ Name }));
  try {
    await meanwhile();
  } finally {
    await events.send(new EnableRuleCommand({ Name }));
  }
};
