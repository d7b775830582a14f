import { expect, test } from '@jest/globals';
import { breaker } from '../../../cli/breaker/breaker.ts';
import { runCommand } from '../../../cli/command.ts';
import {
  type BreakerRecord,
  type Group,
  type JoinedInstance,
  NOTHING_COUNTED,
} from '../../../lambdas/domain/breaker/record.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

const ACCOUNT = '422448306679';
const ELSEWHERE = '999900001111';
const NOW = new Date('2026-11-03T18:00:00Z');

const aGroup = (more: Partial<Group> = {}): Group => ({
  id: `${ACCOUNT}-untagged-1793725837`,
  cause: 'untagged',
  mode: 'enforce',
  began: '2026-11-03T17:10:37Z',
  from: '2026-11-03T17:10:37Z',
  until: '2026-11-03T17:20:37Z',
  first: [{ instanceId: 'i-0a', region: 'us-west-2', standing: 'owner-missing' }],
  decision: null,
  ...more,
});

const sweepGroup = (): Group =>
  aGroup({ id: `${ACCOUNT}-sweep-1793725000`, cause: 'sweep', began: '2026-11-03T16:56:40Z' });

const JOINED: readonly JoinedInstance[] = [
  {
    instanceId: 'i-0c',
    region: 'us-east-1',
    standing: 'owner-missing',
    launcher: { userName: null, description: 'role batch, session "x\u001b[2J"' },
    name: 'sort',
  },
  { instanceId: 'i-0a', launcher: { userName: 'bob@ucsc.edu', description: 'bob@ucsc.edu' }, name: 'blast' },
  { instanceId: 'i-0b', region: 'us-west-2', standing: 'owner-missing' },
];

/** A hub with these groups, of which some were taken up by others too. */
const aHub = (groups: readonly Group[], joined: Readonly<Record<string, readonly JoinedInstance[]>> = {}) => {
  const records = new Map<string, BreakerRecord>(
    [...Map.groupBy(groups, ({ id }) => id.slice(0, 12))].map(([accountId, those]) => [
      accountId,
      { ...NOTHING_COUNTED, instances: 40, groups: [...those] },
    ]),
  );
  const did: string[] = [];
  const read = (accountId: string) => records.get(accountId) ?? NOTHING_COUNTED;
  const hub = {
    table: {
      read: async (accountId: string) => read(accountId),
      update: async <Result>(
        accountId: string,
        change: (record: BreakerRecord) => { readonly record: BreakerRecord; readonly result: Result },
      ) => {
        const { record, result } = change(read(accountId));
        if (record !== read(accountId)) did.push('write');
        records.set(accountId, record);
        return result;
      },
      joined: async (groupId: string) => [...(joined[groupId] ?? [])],
    },
    sweep: async () => {
      did.push('sweep');
    },
  };
  const run = async (...words: readonly string[]) => {
    const screen = aScreen();
    const command = breaker({ breaker: async () => hub, now: () => NOW });
    const code = await withConfiguration(givenLeast(), (file) =>
      runCommand(command, [...words, '--config', file], screen),
    );
    return { code, text: screen.lines.join('\n'), errors: screen.errors };
  };
  const decisions = (accountId = ACCOUNT) => read(accountId).groups.map(({ decision }) => decision);
  return { run, did, decisions, recordOf: read };
};

const decided = (is: 'released' | 'dismissed', at = '2026-11-03T17:30:00Z') => ({ decision: { is, at } });

test.each([[[]], [['list']]])('%j: one line says so if no group waits for a decision', async (words) => {
  expect(await aHub([]).run(...words)).toEqual({
    code: 0,
    text: 'No group waits for a decision.',
    errors: [],
  });
});

test('the list is a table within 80 columns: groups that wait come first, the oldest at the top, then those decided', async () => {
  const groups = [
    aGroup(),
    sweepGroup(),
    aGroup({ id: `${ACCOUNT}-untagged-1793700000`, ...decided('dismissed') }),
    aGroup({ id: `${ACCOUNT}-sweep-1793700000`, mode: 'dry-run' }),
  ];
  const { code, text } = await aHub(groups, { [aGroup().id]: JOINED }).run();
  expect(code).toBe(0);
  expect(text.split('\n')).toEqual([
    'Held until you decide:',
    'ID                                ACCOUNT      NUMBER  BEGAN',
    '422448306679-sweep-1793725000     pangenomics  1       3 Nov 08:56',
    '422448306679-untagged-1793725837  pangenomics  3       3 Nov 09:10',
    '',
    'Decided:',
    'ID                                ACCOUNT      NUMBER  DECISION',
    '422448306679-untagged-1793700000  pangenomics  1       dismissed 3 Nov 09:30',
    '',
    'Would be held in mode enforce:',
    'ID                             ACCOUNT      NUMBER  BEGAN',
    '422448306679-sweep-1793700000  pangenomics  1       3 Nov 09:10',
    '',
    'Times are of America/Los_Angeles.',
    'Next: npm run breaker -- show ID, then release ID or dismiss ID.',
  ]);
});

test('the list has groups that were released recently, and all that were dismissed, since they still hold instances', async () => {
  const long = '2026-09-03T17:30:00Z';
  const groups = [
    aGroup({ id: `${ACCOUNT}-untagged-1`, ...decided('released', long) }),
    aGroup({ id: `${ACCOUNT}-untagged-2`, ...decided('dismissed', long) }),
    aGroup({ id: `${ACCOUNT}-untagged-3`, ...decided('released') }),
    aGroup({ id: `${ACCOUNT}-untagged-4`, mode: 'dry-run', began: long }),
  ];
  const { text } = await aHub(groups).run('list');
  expect(text.match(/-untagged-\d/g)).toEqual(['-untagged-2', '-untagged-3']);
  expect(text).toMatch(/^No group waits for a decision\.\n\nDecided:\n/);
});

test('show: prints what is known about a group, and its instances by Region with their launchers', async () => {
  const { code, text } = await aHub([aGroup()], { [aGroup().id]: JOINED }).run('show', aGroup().id);
  expect(code).toBe(0);
  expect(text.split('\n')).toEqual([
    '422448306679-untagged-1793725837',
    '  Account    pangenomics (422448306679)',
    '  Cause      they lost their Owner, all within ten minutes',
    '  Began      Tue 3 Nov 2026, 09:10:37 PST (2026-11-03T17:10:37Z)',
    '  Decision   none yet: none of them is terminated',
    '  Holds      3 instances',
    '',
    'INSTANCE  REGION     LAUNCHED BY',
    'i-0c      us-east-1  role batch, session "x [2J", sort',
    'i-0a      us-west-2  bob@ucsc.edu, blast',
    'i-0b      us-west-2  not known yet',
  ]);
});

test('release: the decision is written first, then a sweep is started, and the consequences are printed', async () => {
  const hub = aHub([aGroup(), sweepGroup()]);
  const { code, text } = await hub.run('release', aGroup().id);
  expect(code).toBe(0);
  expect(hub.did).toEqual(['write', 'sweep']);
  expect(hub.decisions()).toEqual([{ is: 'released', at: '2026-11-03T18:00:00Z' }, null]);
  // The rest of the account's record stays as it is.
  expect(hub.recordOf(ACCOUNT).instances).toBe(40);
  expect(text).toMatch(/^422448306679-untagged-1793725837: released\.\nA sweep has begun\. /);
  expect(text).toContain('a new grace period with a new warning');
  expect(text).not.toContain('belongs to it');
});

test('dismiss: the decision is written, no sweep is started, and the consequences are printed', async () => {
  const hub = aHub([aGroup(), sweepGroup()]);
  const { code, text } = await hub.run('dismiss', sweepGroup().id);
  expect(code).toBe(0);
  expect(hub.did).toEqual(['write']);
  expect(hub.decisions()).toEqual([null, { is: 'dismissed', at: '2026-11-03T18:00:00Z' }]);
  expect(text).toBe(
    '422448306679-sweep-1793725000: dismissed.\nIts instances are left alone until their Owner tags change.',
  );
});

test.each([
  [
    'release',
    aGroup(),
    'loses its Owner in this account until 10:04 PST joins the group and is released with it.',
  ],
  [
    'dismiss',
    sweepGroup(),
    'a sweep finds in this account until 10:04 PST joins the group and is dismissed with it.',
  ],
])(
  '%s before the ten minutes are over says that later instances join the group',
  async (word, group, says) => {
    const hub = aHub([{ ...group, until: '2026-11-03T18:04:00Z' }]);
    expect((await hub.run(word, group.id)).text).toContain(`Every instance that ${says}`);
  },
);

test('release after dismiss is a decision like any other, and shows the earlier decision', async () => {
  const hub = aHub([aGroup(decided('dismissed'))]);
  const { text } = await hub.run('release', aGroup().id);
  expect(hub.did).toEqual(['write', 'sweep']);
  expect(hub.decisions()).toEqual([{ is: 'released', at: '2026-11-03T18:00:00Z' }]);
  expect(text).toMatch(/^It was dismissed Tue 3 Nov 2026, 09:30:00 PST \(2026-11-03T17:30:00Z\)\.\n/);
});

test('dismiss after release says that grace periods which have begun go on', async () => {
  const hub = aHub([aGroup(decided('released'))]);
  const { text } = await hub.run('dismiss', aGroup().id);
  expect(hub.did).toEqual(['write']);
  expect(hub.decisions()).toEqual([{ is: 'dismissed', at: '2026-11-03T18:00:00Z' }]);
  expect(text).toMatch(/^It was released Tue 3 Nov 2026, 09:30:00 PST/);
  expect(text).toContain('A grace period that a sweep has started since then goes on');
});

test('the same decision again changes nothing, but a second release starts a sweep, since the first may have failed to', async () => {
  const released = aHub([aGroup(decided('released'))]);
  const again = await released.run('release', aGroup().id);
  expect(again.code).toBe(0);
  expect(again.text).toMatch(
    /^It was released Tue 3 Nov 2026, 09:30:00 PST \(2026-11-03T17:30:00Z\) already\./,
  );
  expect(released.did).toEqual(['sweep']);
  const dismissed = aHub([aGroup(decided('dismissed'))]);
  expect((await dismissed.run('dismiss', aGroup().id)).text).toContain(' already.');
  expect(dismissed.did).toEqual([]);
  expect([...released.decisions(), ...dismissed.decisions()]).toEqual([
    aGroup(decided('released')).decision,
    aGroup(decided('dismissed')).decision,
  ]);
});

test('a group of an account that is no longer configured is shown, and can be decided', async () => {
  const group = aGroup({ id: `${ELSEWHERE}-untagged-1793725837` });
  const hub = aHub([group]);
  expect((await hub.run('show', group.id)).text).toContain(`${ELSEWHERE}, which is not in the configuration`);
  const { code, text } = await hub.run('release', group.id);
  expect(code).toBe(0);
  expect(hub.decisions(ELSEWHERE)).toEqual([{ is: 'released', at: '2026-11-03T18:00:00Z' }]);
  expect(text).toContain(
    `Account ${ELSEWHERE} is not in the configuration: until it is, nothing is terminated there`,
  );
});

test.each(['show', 'release', 'dismiss'])(
  '%s of a group that is not there names those that are',
  async (word) => {
    const hub = aHub([aGroup(), sweepGroup()]);
    const unknown = `${ELSEWHERE}-untagged-1`;
    expect(await hub.run(word, unknown)).toEqual({
      code: 1,
      text: '',
      errors: [`breaker: there is no group ${unknown}: there are ${aGroup().id}, ${sweepGroup().id}`],
    });
    expect((await aHub([]).run(word, unknown)).errors).toEqual([
      `breaker: there is no group ${unknown}: there are no groups`,
    ]);
    expect(hub.did).toEqual([]);
  },
);

test.each(['release', 'dismiss'])(
  '%s: a dry-run’s group holds nothing, and nothing is written',
  async (word) => {
    const hub = aHub([aGroup({ mode: 'dry-run' })]);
    const { code, errors } = await hub.run(word, aGroup().id);
    expect([code, hub.did]).toEqual([1, []]);
    expect(errors).toEqual([
      `breaker: ${aGroup().id} is of an account in mode dry-run: none of its instances is held or terminated`,
    ]);
  },
);

test.each([
  [['relaese', 'x'], "'relaese' is none of list, show, release, dismiss"],
  [['list', 'x'], "'x' is not expected"],
  [['release'], 'Which group? Its id is missing'],
  [['dismiss', 'i-0123'], "'i-0123' is not the id of a group"],
  [['show', aGroup().id, 'x'], "'x' is not expected"],
  [['--all'], "Unknown option '--all'"],
])('wrong usage is one line: %j', async (words, says) => {
  const hub = aHub([aGroup()]);
  const { code, errors } = await hub.run(...words);
  expect({ code, errors }).toEqual({
    code: 2,
    errors: [`breaker: ${says}. Try: npm run breaker -- --help`],
  });
  expect(hub.did).toEqual([]);
});
