import { describe, expect, test } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { parseDefinition } from '../../../local/aws/definition.ts';
import { DRY, ENFORCED, givenAccess, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { machineOf } from '../hub/definition-of.ts';
import { expectRole, rolesOf } from '../policies.ts';
import { expectOne, expectStack, resourcesOf, synthesize, synthesizeReport } from '../synthesize.ts';

const stacks = synthesize(givenTwoAccounts());
const report = expectStack(stacks, 'TagEnforcement-Report');
const { text, definition } = machineOf(report, 'Report');

const [bucketId = ''] = resourcesOf(report, 'AWS::S3::Bucket').map(([id]) => id);
const objects = (...keys: string[]) =>
  keys.map((key) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, `/${key}`]] }));
const idOf = (type: string, start: string) =>
  resourcesOf(report, type).find(([id]) => id.startsWith(start))?.[0] ?? '';
const arnOf = (type: string, start: string) => ({ 'Fn::GetAtt': [idOf(type, start), 'Arn'] });
const allow = (Action: string[], Resource: unknown[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
/** As every function. */
const common = (construct: string) => [
  allow(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arnOf('AWS::Logs::LogGroup', `${construct}FunctionLogs`)],
  ),
  allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
];

describe('a role may do exactly', () => {
  test('collect: assume the role in each account, ask who the users are, and write the files of a run', () => {
    expect(expectRole(report, 'tag-enforcement-hub-collect').statements).toEqual([
      ...common('Collect'),
      allow(
        ['sts:AssumeRole'],
        [DRY, ENFORCED].map((id) => `arn:aws:iam::${id}:role/tag-enforcement-report`),
      ),
      allow(['s3:PutObject'], objects('work/*')),
      allow(['dynamodb:Query'], [`arn:aws:dynamodb:us-west-2:${HUB}:table/tag-enforcement`], {
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['user'] } },
      }),
    ]);
  });

  test('report: read what a run wrote, write pages and the numbers of the weeks, and queue mails', () => {
    expect(expectRole(report, 'tag-enforcement-hub-report').statements).toEqual([
      ...common('WriteReport'),
      allow(['s3:GetObject'], objects('weeks.json', 'work/*')),
      allow(['s3:PutObject'], objects('pages/*', 'weeks.json')),
      allow(['s3:ListBucket'], [{ 'Fn::GetAtt': [bucketId, 'Arn'] }]),
      allow(['sqs:SendMessage'], [`arn:aws:sqs:us-west-2:${HUB}:tag-enforcement-mails`]),
    ]);
  });

  test('the state machine: call all three, and run its map', () => {
    const machine = rolesOf(report).find(({ logicalId }) => logicalId.startsWith('ReportRole'));
    const states = (rest: string) => [`arn:aws:states:us-west-2:${HUB}:${rest}`];
    expect(machine?.statements).toEqual(
      expect.arrayContaining([
        allow(
          ['lambda:InvokeFunction'],
          [
            arnOf('AWS::Lambda::Function', 'CollectFunction'),
            arnOf('AWS::Lambda::Function', 'CostsFunction'),
            arnOf('AWS::Lambda::Function', 'WriteReportFunction'),
          ],
        ),
        allow(['states:StartExecution'], states('stateMachine:tag-enforcement-Report')),
        allow(
          ['states:DescribeExecution', 'states:StopExecution'],
          states('execution:tag-enforcement-Report:*'),
        ),
        allow(['states:RedriveExecution'], states('execution:tag-enforcement-Report/*')),
      ]),
    );
    expect(machine?.statements).toHaveLength(5);
  });
});

test('the bucket is private, encrypted and kept, has versions, and forgets the files of runs', () => {
  const bucket = expectOne(report, 'AWS::S3::Bucket');
  expect(bucket.DeletionPolicy).toBe('Retain');
  expect(bucket.Properties).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [
        { Prefix: 'work/', ExpirationInDays: 15, Status: 'Enabled' },
        { Prefix: 'pages/', ExpirationInDays: 365, Status: 'Enabled' },
        { Prefix: 'costs/', ExpirationInDays: 365, Status: 'Enabled' },
        {
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        },
      ],
    },
  });
});

test('a report is started once a week', () => {
  expect(expectOne(report, 'AWS::Events::Rule').Properties).toMatchObject({
    ScheduleExpression: 'cron(0 11 ? * MON *)',
    Targets: [{ Arn: { Ref: idOf('AWS::StepFunctions::StateMachine', 'Report') } }],
  });
});

describe('the map', () => {
  test('has an item for each account and Region, and one for what has no Region of each account', () => {
    expect(definition.States.AccountsAndRegions?.Result).toEqual({
      accounts: [
        { accountId: DRY, name: 'sandbox', programManagers: [] },
        { accountId: ENFORCED, name: 'pangenomics', programManagers: ['pm@ucsc.edu', 'second@ucsc.edu'] },
      ],
      places: [
        { accountId: DRY, region: 'us-east-1' },
        { accountId: DRY, region: 'global' },
        { accountId: ENFORCED, region: 'eu-west-1' },
        { accountId: ENFORCED, region: 'us-west-2' },
        { accountId: ENFORCED, region: 'global' },
      ],
    });
  });

  test('is distributed, leaves room for launches, and goes on whatever fails', () => {
    expect(definition.States.Collect).toMatchObject({
      Type: 'Map',
      ItemsPath: '$.places',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      MaxConcurrency: 5,
      ToleratedFailurePercentage: 100,
      ResultPath: null,
    });
  });

  test('for a hundred accounts in all default Regions fits into a state of 256 KB', () => {
    const subAccounts = Array.from({ length: 100 }, (_, index) => ({
      name: `p${index}`,
      accountId: String(100_000_000_000 + index),
      programManagers: [],
    }));
    const { States } = machineOf(
      synthesizeReport({ ...givenTwoAccounts(), subAccounts }),
      'Report',
    ).definition;
    expect(JSON.stringify(States.AccountsAndRegions?.Result).length).toBeLessThan(262_144);
  });
});

const FUNCTION_ARN = 'arn:aws:lambda:us-west-2:652235167018:function:of-the-report';

/** Plays the definition without its waits. aws-local-stepfunctions runs a distributed map as it runs any other. */
const play = async (
  collect: (input: unknown) => void,
  played = text,
  review: (input: unknown) => void = () => {},
): Promise<{ collected: unknown[]; written: unknown }> => {
  const collected: unknown[] = [];
  const written: unknown[] = [];
  const machine = new StateMachine(
    parseDefinition(
      played.replaceAll(/<\w+>/g, FUNCTION_ARN).replaceAll(/"IntervalSeconds":\d+/g, '"IntervalSeconds":0'),
    ),
  );
  const { result } = machine.run(
    {},
    {
      context: { Execution: { Name: 'a-run' } },
      overrides: {
        taskResourceLocalHandlers: {
          CollectRegion: (input) => {
            collected.push(input);
            collect(input);
            return { is: 'complete' };
          },
          ReadCosts: () => ({ costs: 'missing' }),
          ReviewAccess: (input) => {
            review(input);
            return {};
          },
          WritePages: (input) => {
            written.push(input);
            return {};
          },
        },
      },
    },
  );
  await result;
  return { collected, written: written[0] };
};

describe('played', () => {
  test('each place is collected, and the pages are written from what the run wrote', async () => {
    const { collected, written } = await play(() => {});
    expect(collected).toHaveLength(5);
    expect(collected).toContainEqual({ run: 'a-run', accountId: ENFORCED, region: 'eu-west-1' });
    expect(written).toEqual({
      run: 'a-run',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      accounts: expect.any(Array),
      places: expect.arrayContaining([{ accountId: DRY, region: 'global' }]),
    });
  });

  test('an item that fails at every attempt does not keep the others from the page', async () => {
    const { collected, written } = await play((input) => {
      if (JSON.stringify(input).includes('eu-west-1')) throw new Error('no memory');
    });
    // One of the five is tried four times.
    expect(collected).toHaveLength(8);
    expect(written).toMatchObject({ places: expect.any(Array) });
  });
});

describe('with access', () => {
  const withAccess = machineOf(synthesizeReport(givenAccess()), 'Report').text;

  test('who has access is looked at before the pages are written, with the roles and assignments of the configuration', async () => {
    const reviewed: unknown[] = [];
    const { written } = await play(
      () => {},
      withAccess,
      (input) => reviewed.push(input),
    );
    expect(reviewed).toEqual([
      {
        run: 'a-run',
        accounts: expect.arrayContaining([
          { accountId: DRY, name: 'sandbox', programManagers: expect.any(Array) },
        ]),
        roles: ['developer', 'viewer'],
        assignments: [
          { userName: 'ann@ucsc.edu', accountId: DRY, role: 'developer', until: '2027-03-31' },
          { userName: 'ann@ucsc.edu', accountId: ENFORCED, role: 'developer' },
          { userName: 'bob@ucsc.edu', accountId: ENFORCED, role: 'viewer' },
        ],
      },
    ]);
    expect(written).toMatchObject({ run: 'a-run', hasAccess: true, places: expect.any(Array) });
  });

  test('the pages are written even if that fails at every attempt', async () => {
    let attempts = 0;
    const { written } = await play(
      () => {},
      withAccess,
      () => {
        attempts += 1;
        throw new Error('no answer');
      },
    );
    expect(attempts).toBeGreaterThan(1);
    expect(written).toMatchObject({ hasAccess: true });
  });
});

test('with report off, nothing of it is deployed: no stack, and no role in a sub-account', () => {
  const off = synthesize({ ...givenTwoAccounts(), report: 'off' });
  expect([...off.keys()].filter((name) => name.includes('Report'))).toEqual([]);
  const names = [...off.values()].flatMap((template) => rolesOf(template).map(({ name }) => name ?? ''));
  expect(names.filter((name) => name.includes('report'))).toEqual([]);
});
