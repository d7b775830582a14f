import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';

import { SUB_ACCOUNT_ROLES } from '../../infra/names.ts';
import { reportEnvironment } from '../../infra/report/environments.ts';
import { compressed, type ReportBucket } from '../../lambdas/aws/report-bucket.ts';
import { collectRegion, linesOf, type Readers } from '../../lambdas/collect/collect-region.ts';
import { Exemption } from '../../lambdas/domain/compliance/exemption.ts';
import { RoleNotAssumable } from '../../lambdas/domain/errors.ts';
import type { Mail } from '../../lambdas/domain/mail.ts';
import { accessKey, costsKey, partKey } from '../../lambdas/domain/report/bucket-layout.ts';
import { usersOf } from '../../lambdas/domain/report/judge.ts';
import type { Place } from '../../lambdas/domain/report/merge.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { parseEnvironment } from '../../lambdas/environment.ts';
import { createHandler, ReportEnvironment } from '../../lambdas/report/handler.ts';
import { MailEnvironment, sendMails } from '../../lambdas/report/send-mails.ts';
import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import type { Titled } from './notices.ts';
import { BROWSER, RUNS, type Run, SHOWN, type Shown } from './scenarios/report-runs.ts';

const MADE_AT = '2026-11-02T14:00:00Z';

const tagsOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

const readersOf = ({
  isIndexed = true,
  listed = [],
  described = [],
  tags = {},
  isIamRefused = false,
}: Shown): Readers => ({
  list: {
    explored: async () =>
      isIndexed
        ? { is: 'listed', resources: [...listed], leavesOut: null }
        : { is: 'unusable', why: 'it has no index' },
    tagged: async () => [...listed],
    ofIam: async () => {
      if (isIamRefused) throw new Error('not authorized');
      return [];
    },
    close: () => {},
  },
  ec2: {
    tags: async () => new Map(Object.entries(tags).map(([id, those]) => [id, tagsOf(those)])),
    describe: async () => ({
      described: described.map((one) => ({ isAwsOwn: false, idle: null, imageId: null, ...one })),
      describedTypes: new Set(['instance', 'volume']),
    }),
    close: () => {},
  },
  close: () => {},
});

const configurationOf = ({ reportLinks }: Run) =>
  parseConfiguration(
    {
      ...SAMPLE_CONFIGURATION,
      subAccounts: [
        ...SAMPLE_CONFIGURATION.subAccounts,
        { name: 'browser', accountId: BROWSER, programManagers: ['browser-pm@ucsc.edu'] },
      ],
      ownerMail: true,
      reportLinks,
    },
    SAMPLE_DAY,
  );

/** The bucket of a run. */
const memoryBucket = (): ReportBucket => {
  const objects = new Map<string, string | Buffer>();
  return {
    writeCompressed: async (key, texts) => void objects.set(key, compressed(texts)),
    write: async (key, body) => void objects.set(key, body),
    read: async (key) => objects.get(key)?.toString() ?? null,
    keys: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)),
    download: async (key, file) => writeFileSync(file, objects.get(key) ?? ''),
  };
};

const RUN = 'a-run';
const PREFIX = 'tag-enforcement-';
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Reads all places as `collect` does, and runs `report` on what it wrote. Returns the mails that it queued. */
const mailsOf = async (run: Run): Promise<Mail[]> => {
  const configuration = configurationOf(run);
  const { ownerTag, exemptions, subAccounts } = configuration;
  const rule = {
    ownerTag,
    exemptions: exemptions.map((one) => Exemption.parse(one)),
    users: usersOf(run.users),
  };
  const bucket = memoryBucket();
  for (const place of run.places) {
    const open = async ({ accountId, region }: Place): Promise<Readers> => {
      const shown = SHOWN[`${accountId} ${region}`];
      if (!shown) throw new RoleNotAssumable(roleArn(accountId, SUB_ACCOUNT_ROLES.report), {});
      return readersOf(shown);
    };
    const collection = await collectRegion(place, open, rule, new Date(MADE_AT));
    await bucket.writeCompressed(partKey(RUN, place), linesOf(collection));
  }
  await bucket.write(costsKey(RUN), JSON.stringify(run.costs), '');
  if (run.access) await bucket.write(accessKey(RUN), JSON.stringify(run.access), '');
  const variables = reportEnvironment(
    configuration,
    {
      administratorsArn: `${PREFIX}administrators`,
      subAccountArnPrefix: PREFIX,
      personArnPrefix: `${PREFIX}person-`,
    },
    {
      bucketName: `tag-enforcement-report-${configuration.hub.accountId}`,
      mailQueueUrl: 'mails',
    },
  );
  const sent: Mail[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  const handler = createHandler(parseEnvironment(ReportEnvironment, variables), {
    bucket,
    folder,
    sendMails: sendMails(parseEnvironment(MailEnvironment, variables), {
      sendMail: async ({ mail }) => void sent.push(mail),
      ownerMails: { claim: async () => true },
      signLink:
        run.reportLinks === 'presigned'
          ? async (name, key) => ({
              url: `https://${name}.s3.us-west-2.amazonaws.com/${key}?X-Amz-Signature=0a1b2c3d`,
              until: '2026-11-02T15:00:00Z',
            })
          : null,
      log: SILENT,
    }),
    log: SILENT,
    metrics: { count: () => {}, total: () => {}, seconds: () => {} },
  });
  const ids = new Set(run.places.map(({ accountId }) => accountId));
  const accounts = subAccounts.filter(({ accountId }) => ids.has(accountId));
  try {
    await handler({
      run: RUN,
      at: MADE_AT,
      accounts,
      places: run.places,
      hasAccess: run.access !== undefined,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return sent;
};

/** Who reads the topic of a mail. */
const readersOfMail = ({ to: [topic], person }: Mail, run: Run): readonly string[] => {
  const { administrators, subAccounts } = configurationOf(run);
  if (person !== null) return [person];
  const account = subAccounts.find(({ accountId }) => topic === `${PREFIX}${accountId}`);
  return account?.programManagers ?? administrators;
};

/** The mails of the report, as its functions write them about what AWS shows in three weeks. */
export const reportMails = async (): Promise<Titled[]> => {
  const titled: Titled[] = [];
  for (const run of RUNS) {
    const sent = await mailsOf(run);
    if (sent.length !== run.mails.length)
      throw new Error(`A report has titles for ${run.mails.length} mails, and sends ${sent.length}`);
    for (const [index, mail] of sent.entries()) {
      const title = run.mails[index];
      if (!title) continue;
      const { subject, message } = mail;
      titled.push({ title, recipients: readersOfMail(mail, run), subject, message });
    }
  }
  return titled;
};
