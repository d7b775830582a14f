import { TOOLS, type Tool } from '../../../lambdas/domain/notice/tools.ts';
import { PANGENOMICS, TREEHOUSE, treehouse } from '../../../local/sample/configuration.ts';
import {
  autoScaling,
  awsService,
  botocoreSession,
  consoleSession,
  controllerSession,
  instanceSession,
} from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../../local/sample/launches.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { groupCreated, untagged, userCreated } from '../../../local/sample/user-actions.ts';
import { calls, launch, REHEARSAL, type Scenario } from '../scenario.ts';

const newcomer = launch({ caller: consoleSession(PANGENOMICS, 'newhire@ucsc.edu') });

/** Callers that lead to nobody and have no role. */
const service = {
  userIdentity: { type: 'AWSService', invokedBy: 'batch.amazonaws.com' },
  sourceIPAddress: 'batch.amazonaws.com',
  userAgent: 'batch.amazonaws.com',
};
const federated = {
  userIdentity: {
    type: 'FederatedUser',
    principalId: `${PANGENOMICS}:workshop`,
    arn: `arn:aws:sts::${PANGENOMICS}:federated-user/workshop`,
    accountId: PANGENOMICS,
  },
  sourceIPAddress: '128.114.198.21',
  userAgent: 'aws-cli/2.32.4',
};

/** Nodes of a controller, which replaces those that are terminated, and behind which nobody is. */
const ofController = (time: string, tags = {}) =>
  launched(
    launch({
      at: time,
      caller: controllerSession(PANGENOMICS, 'KarpenterControllerRole', time),
      name: `default ${time}`,
      tags: { Name: 'default', 'karpenter.sh/nodepool': 'default', ...tags },
    }),
  );

/** Instances of an Auto Scaling group, which replaces those that are terminated. */
const ofGroup = (time: string) =>
  launched(
    launch({
      at: time,
      place: treehouse,
      caller: autoScaling(TREEHOUSE),
      name: `variant-browser ${time}`,
      tags: { 'aws:autoscaling:groupName': 'variant-browser' },
    }),
  );

const owned = launch({ at: '08:00:00', tags: { Name: 'giraffe-hprc', Owner: 'mkim@ucsc.edu' } });
const colleague = consoleSession(PANGENOMICS, 'bsmith@ucsc.edu');

/** Scenarios with warnings before the deadline. */
export const warnings: readonly Scenario[] = [
  { mails: ['Warning: one instance', null], records: [launched(launch())] },
  {
    mails: ['Warning: several instances, their Owners empty', null],
    records: [
      launched(
        launch({ caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'), count: 3, tags: { Owner: '' } }),
      ),
    ],
  },
  {
    mails: ['Warning: keys that only look like the Owner', null],
    records: [launched(launch({ tags: { 'Owner:': 'mkim@ucsc.edu', OwnerEmail: 'mkim@ucsc.edu' } }))],
  },
  {
    mails: ['Warning: a key with a character that does not show', null],
    records: [
      launched(
        launch({
          caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'),
          tags: { 'Owner\u200b': 'mkim@ucsc.edu' },
        }),
      ),
    ],
  },
  {
    mails: ['Warning: many instances', 'Terminated: many instances'],
    records: [launched(launch({ count: 250, recorded: 32 }))],
  },
  {
    mails: ['Warning: nobody knows who launched it', null],
    records: [launched(launch({ caller: botocoreSession(PANGENOMICS, '08:59:50') }))],
  },
  {
    mails: ['Warning: the launcher has no mail address', null],
    records: [launched(launch({ caller: consoleSession(PANGENOMICS, 'pipeline') }))],
  },
  {
    mails: ['Warning: the launcher has not confirmed the subscription', null],
    records: [userCreated('07:45:00', 'newhire@ucsc.edu'), launched(newcomer)],
  },
  {
    mails: ["Warning: SNS does not take the mail to the launcher's topic", null],
    records: [launched(launch())],
    playOptions: calls(({ mailTopics }) => ({
      mailTopics: {
        ...mailTopics,
        publish: (topicArn, ...mail) =>
          topicArn.includes('person')
            ? Promise.reject(new Error('InternalError'))
            : mailTopics.publish(topicArn, ...mail),
      },
    })),
  },
  {
    mails: ['Warning: launched by an instance that does not exist any more', null],
    records: [
      launched(
        launch({
          caller: instanceSession(PANGENOMICS, resourceId('i', 'a scheduler'), 'scheduler'),
          tags: {},
          count: 2,
        }),
      ),
    ],
  },
  {
    mails: [
      'Warning: an Auto Scaling group, for the first time',
      'Terminated: an Auto Scaling group, for the first time',
      'Warning: the same Auto Scaling group, an hour later',
      null,
    ],
    records: ['09:00:00', '09:11:00', '09:22:00', '09:33:00', '10:06:00'].map(ofGroup),
  },
  {
    mails: [
      'Warning: a controller behind which nobody is, for the first time',
      'Terminated: such a controller, for the first time',
      'Warning: the same controller, an hour later',
      null,
    ],
    records: ['09:00:00', '09:11:00', '09:22:00', '09:33:00', '10:06:00'].map((time) => ofController(time)),
  },
  { mails: ['Warning: a service launched it', null], records: [launched(launch({ caller: service }))] },
  {
    mails: ['Warning: a federated user of no known IAM user launched it', null],
    records: [launched(launch({ caller: federated }))],
  },
  {
    mails: [
      'Invalid Owner: a controller behind which nobody is, for the first time',
      'Invalid Owner: the same controller, an hour later',
    ],
    records: ['09:00:00', '09:11:00', '10:06:00'].map((time) => ofController(time, { Owner: 'the lab' })),
  },
  {
    mails: ['Warning: the Owner was removed', null],
    records: [
      launched(owned),
      untagged({ ...owned, at: '09:00:00', caller: colleague }, instanceIdsOf(owned), ['Owner']),
    ],
  },
  {
    mails: ['Warning: found by a sweep, since its event was lost', null],
    records: [launched(launch())],
    playOptions: { schedules: true, delays: () => [] },
  },
  {
    mails: [
      'Warning: the Owner is invalid, and onInvalidValue is terminate',
      'Terminated: the Owner is invalid',
    ],
    setting: 'strict',
    records: [launched(launch({ tags: { Name: 'giraffe-hprc', Owner: 'Min Kim' } }))],
  },
  {
    mails: ['Dry-run: warning', 'Dry-run: would be terminated'],
    records: [
      launched(
        launch({
          place: { accountId: REHEARSAL, region: 'us-west-2' },
          caller: consoleSession(REHEARSAL, 'mkim@ucsc.edu'),
        }),
      ),
    ],
  },
];

/** The text that a pattern describes, with its blanks filled in. */
const filled = (pattern: string): string => pattern.replaceAll('*', 'x');

/** What shows that a tool made a launch: a tag if it sets one, else who or what made the call. */
const madeBy = ({ by }: Tool): Partial<SampleLaunch> => {
  const [tag] = by.tags ?? [];
  const [key = '', value = ''] = filled(tag ?? '').split('=');
  if (tag !== undefined) return { tags: { [key]: value } };
  const user = consoleSession(PANGENOMICS, 'mkim@ucsc.edu');
  const [userAgent] = by.userAgents ?? [];
  if (userAgent !== undefined) return { caller: { ...user, userAgent: filled(userAgent) } };
  const { roles: [role = ''] = [], services: [service = 'custom.rds.amazonaws.com'] = [] } = by;
  return { caller: awsService(PANGENOMICS, service, role.replace('*', 'RDSCustom')) };
};

/** A group from which the instances of a scenario inherit nothing. */
const group = groupCreated({ ...launch(), at: '08:30:00', name: 'x', size: 1, tags: {}, propagates: false });

/** A scenario whose mails say where each tool sets tags: of each launch, its warning and its termination. */
export const advice: readonly Scenario[] = [
  {
    // The last one tells of the group itself.
    mails: [...TOOLS.flatMap(({ name }) => [`Advice in a warning: ${name}`, null]), null],
    records: [
      group,
      ...TOOLS.map((tool, index) =>
        launched(launch({ at: `09:00:${String(index).padStart(2, '0')}`, name: tool.name, ...madeBy(tool) })),
      ),
    ],
    shows: 'advice',
  },
];
