import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { readHistory } from '../../cli/start/input/read-history.ts';

import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { isRegion } from '../../infra/regions.ts';
import { play } from '../../local/play.ts';

import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';

/** Real records, if somebody has put them beside the project. They are not part of it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'cloudtrail');
const ifThere = existsSync(FOLDER) ? describe : describe.skip;

const read = (name: string) => readHistory([join(FOLDER, name)], { wanted: () => true, progress: () => {} });

/** The accounts of the launches in them, each with the Regions of its launches. */
const subAccounts = async () => {
  const { entries } = await read('records.ndjson');
  const launches = entries.filter(
    ({ eventName, accountId, region }) =>
      eventName === 'RunInstances' && /^\d{12}$/.test(accountId) && isRegion(region),
  );
  return [...Map.groupBy(launches, ({ accountId }) => accountId)].map(([accountId, those]) => ({
    name: accountId,
    accountId,
    regions: [...new Set(those.map(({ region }) => region))],
  }));
};

const IamUser = z.object({ type: z.literal('IAMUser'), userName: z.string() });

/** Identity Center names its sessions after its users, and nobody else may have such a role. */
const ofIdentityCenter = /^arn:aws:sts::\d{12}:assumed-role\/.+\/([^/]+)$/;
const IdentityCenterSession = z.object({
  arn: z.string().regex(ofIdentityCenter),
  sessionContext: z.object({
    sessionIssuer: z.object({ arn: z.string().includes(':role/aws-reserved/sso.amazonaws.com/') }),
  }),
});

/** The only people whom these records name. */
const personOf = (userIdentity: unknown): string | undefined =>
  IamUser.safeParse(userIdentity).data?.userName ??
  ofIdentityCenter.exec(IdentityCenterSession.safeParse(userIdentity).data?.arn ?? '')?.[1];

ifThere('real records', () => {
  let stacks: Stack[];
  beforeAll(async () => {
    stacks = synthesize(
      parseConfiguration({ ...SAMPLE_CONFIGURATION, subAccounts: await subAccounts() }, SAMPLE_DAY),
    );
  });

  test.each(['records.ndjson', 'logs', 'envelopes.ndjson'])(
    '%s: every launch in a listed account begins, every instance comes to an end, and no launcher is made up',
    async (name) => {
      const history = await read(name);
      expect(history.recordCount).toBeGreaterThan(0);
      expect(history.faults).toEqual([]);
      const { recorder, deadLetters, unlisted } = await play(stacks, history.entries, { schedules: false });
      expect(deadLetters).toEqual([]);
      const launches = history.entries.filter(
        ({ eventName, record }) => eventName === 'RunInstances' && !record.errorCode,
      );
      const elsewhere = unlisted.reduce((sum, one) => sum + one.launches, 0);
      const begun = recorder.launches.filter(({ cause }) => cause === 'launch');
      expect(begun.length + elsewhere).toBe(launches.length);
      expect(recorder.launches.flatMap((launch) => launch.openInstanceIds())).toEqual([]);
      const people = new Set(history.entries.flatMap(({ record }) => personOf(record.userIdentity) ?? []));
      const launchers = recorder.rows().flatMap(({ launcher }) => launcher ?? []);
      expect(launchers.filter((launcher) => !people.has(launcher))).toEqual([]);
    },
  );
});
