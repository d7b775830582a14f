import * as z from 'zod/mini';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import { CheckInput, type Plan } from '../domain/grace-period.ts';
import { plan } from '../domain/plan.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { CheckEnvironment } from './environment.ts';
import { look } from './look.ts';

export type CheckClients = {
  readonly readInstancesIn: (roleName: string) => ReadInstancesIn;
  readonly log: Log;
};

/** Looks at a launch as it stands and plans the round. Reads only. */
export const createHandler = (environment: unknown, { readInstancesIn, log }: CheckClients) => {
  const {
    OWNER_TAG: ownerTag,
    TIMING: timing,
    READ_ROLE_NAME,
  } = parseEnvironment(CheckEnvironment, environment);
  const open = readInstancesIn(READ_ROLE_NAME);

  return async (event: unknown): Promise<Plan> => {
    const input = z.parse(CheckInput, event);
    const { accountId, region, key } = input.launch;
    // Before the look: a verdict is as old as what it rests on.
    const now = new Date();
    const instances = await look(await open(accountId, region), key, ownerTag);
    const planned = plan(input, instances, { ownerTag, timing }, now);
    log.info('checked', { accountId, region, key, findings: planned.findings, until: planned.until });
    return planned;
  };
};
