import * as z from 'zod/mini';
import type { ReadGroupTags } from '../aws/read-group-tags.ts';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import { CheckInput, type Plan } from '../domain/grace-period.ts';
import { plan } from '../domain/plan.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { CheckEnvironment } from './environment.ts';
import { see } from './see.ts';

export type CheckClients = {
  readonly readInstancesIn: (roleName: string) => ReadInstancesIn;
  readonly readGroupTags: (roleName: string) => ReadGroupTags;
  readonly log: Log;
};

/** Looks at a launch as it stands, and at what launched it, and plans the round. Reads only. */
export const createHandler = (environment: unknown, { log, ...clients }: CheckClients) => {
  const settings = parseEnvironment(CheckEnvironment, environment);
  const { OWNER_TAG: ownerTag, TIMING: timing, INHERIT_OWNER: inheritOwner, READ_ROLE_NAME } = settings;
  const policy = { ownerTag, timing, inheritOwner };
  const open = clients.readInstancesIn(READ_ROLE_NAME);
  const readGroupTags = clients.readGroupTags(READ_ROLE_NAME);

  return async (event: unknown): Promise<Plan> => {
    const input = z.parse(CheckInput, event);
    const { accountId, region, key } = input.launch;
    // Before the look: a verdict is as old as what it rests on.
    const now = new Date();
    const reader = await open(accountId, region);
    const seen = await see(input.launch, policy, { reader, readGroupTags, log });
    const planned = plan(input, seen, policy, now);
    const { findings, origin, until } = planned;
    log.info('checked', { accountId, region, key, origin, findings, until });
    return planned;
  };
};
