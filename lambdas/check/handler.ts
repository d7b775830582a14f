import * as z from 'zod/mini';
import type { ReadGroupTags } from '../aws/auto-scaling.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { OpenExecutions } from '../aws/open-executions.ts';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { UserTable } from '../aws/user-table.ts';
import { CheckEvent } from '../domain/grace-period/input.ts';
import { NO_OTHERS, plan, planUnlisted } from '../domain/grace-period/plan.ts';
import { modeOf, type Plan } from '../domain/grace-period/round.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { CheckEnvironment } from './environment.ts';
import { leftToAnother } from './left-to-another.ts';
import { logExemptions } from './log-exemptions.ts';
import { matchesNoUser } from './matches-no-user.ts';
import { policyOf } from './policy-of.ts';
import { see } from './see.ts';

export type CheckClients = {
  readonly readInstancesIn: (roleName: string) => ReadInstancesIn;
  readonly readGroupTags: (roleName: string) => ReadGroupTags;
  readonly readPause: (parameterName: string) => ReadPause;
  readonly breaker: (tableName: string) => Pick<BreakerTable, 'read' | 'joined'>;
  readonly users: (tableName: string) => Pick<UserTable, 'some'>;
  readonly openExecutions: (stateMachineArn: string) => OpenExecutions;
  readonly log: Log;
};

/** Looks at a launch as it stands, and at what launched it, and plans the round. Reads only. */
export const createHandler = (environment: unknown, { log, ...clients }: CheckClients) => {
  const settings = parseEnvironment(CheckEnvironment, environment);
  const common = policyOf(settings);
  const open = clients.readInstancesIn(settings.READ_ROLE_NAME);
  const readGroupTags = clients.readGroupTags(settings.READ_ROLE_NAME);
  const openExecutions = clients.openExecutions(settings.STATE_MACHINE_ARN);
  const readPause = clients.readPause(settings.PAUSE_PARAMETER_NAME);
  const breaker = clients.breaker(settings.TABLE_NAME);
  const users = clients.users(settings.TABLE_NAME);

  return async (event: unknown): Promise<Plan> => {
    const received = z.parse(CheckEvent, event);
    const input = 'state' in received ? { ...received.state, redrives: received.redrives } : received;
    const { accountId, region, key } = input.launch;
    // Before the look: a verdict is as old as what it rests on.
    const now = new Date();
    const mode = modeOf(accountId, settings.ACCOUNTS);
    if (mode === 'not-listed') {
      log.warn('account not listed: left alone', { accountId, region, key });
      return planUnlisted(input, now);
    }
    const policy = { ...common, mode };
    const reader = await open(accountId, region);
    const seen = await see(input, policy, now, { reader, readGroupTags, readPause, breaker, log });
    const isUnmatched = await matchesNoUser(policy.ownerTag, seen.instances, users, log);
    const judging = { ...policy, matchesNoUser: isUnmatched };
    const alone = plan(input, seen, judging, now);
    const sources = { reader, openExecutions, log };
    const others = await leftToAnother(input, alone, seen.instances, policy.timing, sources);
    const planned = others === NO_OTHERS ? alone : plan(input, seen, judging, now, others);
    const { findings, origin, until, paused, held, over } = planned;
    const leftAlone = [...others.first];
    log.info('checked', { accountId, region, key, origin, findings, until, paused, held, over, leftAlone });
    logExemptions(input, seen.instances, planned, policy.exemptions, log);
    return planned;
  };
};
