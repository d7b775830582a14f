import { describe, expect, test } from '@jest/globals';
import type { InstanceLine } from '../../../../lambdas/domain/grace-period/round.ts';
import { composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import type { NewsItem, NoticeContext } from '../../../../lambdas/domain/notice/news.ts';
import { nobody } from '../../../../lambdas/domain/record/launcher.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { aNoticeContext } from '../../a-notice-context.ts';

const linesOf = (context: NoticeContext, concern = aNewsItem()): string[] =>
  composeNotice(context, [concern], '0').message.split('\n');

describe('a termination notice says what is left of the disks', () => {
  const terminated = aNewsItem({ decision: 'terminated', instanceIds: ['i-1', 'i-2'] });
  const described = (instanceId: string, volumes?: InstanceLine['volumes']): InstanceLine => ({
    instanceId,
    instanceType: 'm7g.large',
    name: '',
    ...(volumes ? { volumes } : {}),
  });
  const lines = (...examples: InstanceLine[]) => linesOf(aNoticeContext({ round: { examples } }), terminated);

  test('volumes that survive are counted at the top, and named below', () => {
    const told = lines(
      described('i-1', { deleted: ['vol-1'], kept: ['vol-2', 'vol-3'] }),
      described('i-2', { deleted: ['vol-4'], kept: [], unlisted: 3 }),
    );
    expect(told[2]).toBe('2 volumes survive and still cost money: see below.');
    expect(told.slice(5, 11)).toEqual([
      '  i-1  m7g.large',
      '    kept:    vol-2 vol-3',
      '    deleted: vol-1',
      '  i-2  m7g.large',
      '    deleted: vol-4',
      '    and 3 more volumes',
    ]);
  });

  test('whose the volumes are that survive is said, if it was read', () => {
    const kept = { deleted: [], kept: ['vol-1', 'vol-2'], keptOwner: 'bob@ucsc.edu' };
    expect(lines(described('i-1', kept), described('i-2')).slice(5, 8)).toEqual([
      '  i-1  m7g.large',
      '    kept:    vol-1 vol-2',
      '             tagged with the owner bob@ucsc.edu',
    ]);
  });

  test('one volume that survives is mentioned in the singular', () => {
    const told = lines(described('i-1', { deleted: [], kept: ['vol-1'] }), described('i-2'));
    expect(told[2]).toBe('1 volume survives and still costs money: see below.');
  });

  test('that none survives is said only if it is known of all', () => {
    const none = 'No volume survives: all were deleted with the instances.';
    const deleted = { deleted: ['vol-1'], kept: [] };
    expect(lines(described('i-1', deleted), described('i-2', deleted))[2]).toBe(none);
    expect(lines(described('i-1', deleted), described('i-2'))[2]).toBe('');
    expect(lines(described('i-1', deleted), described('i-2', { ...deleted, unlisted: 1 }))[2]).toBe('');
  });

  test('a warning does not mention volumes', () => {
    const examples = [described('i-1', { deleted: ['vol-1'], kept: ['vol-2'] })];
    expect(linesOf(aNoticeContext({ round: { examples } })).join()).not.toContain('vol-');
  });
});

describe('a mail about a source', () => {
  const linesAbout = (
    launches: number,
    since: string | null,
    news: Partial<NewsItem> = {},
    mode: 'enforce' | 'dry-run' = 'enforce',
  ) => {
    const source = { what: 'Role', name: 'controller', launches, since, until: '2026-11-03T18:02:00Z' };
    const lines = linesOf(aNoticeContext({ source, mode }), aNewsItem(news));
    const start = lines.indexOf('Role: controller');
    return lines
      .slice(start + 1, lines.indexOf('', start))
      .join(' ')
      .replace(/ +/g, ' ')
      .trim();
  };

  test('says how long it stands for other launches, and that these end without a mail', () => {
    expect(linesAbout(0, null)).toBe(
      'What else it launches until 10:02 PST is treated alike: unless tagged, it ends without a mail of its own.',
    );
  });

  test('counts the launches since the mail before', () => {
    const since = '2026-11-03T17:10:00Z';
    expect(linesAbout(7, since)).toMatch(
      /^7 more launches since 09:10 PST had no mail of their own\. What else/,
    );
    expect(linesAbout(1, since)).toMatch(/^1 more launch since 09:10 PST had no mail of its own\. What else/);
  });

  test('in dry-run does not say that something ends', () => {
    expect(linesAbout(0, null, {}, 'dry-run')).toBe(
      'What else it launches until 10:02 PST is treated alike, without a mail of its own.',
    );
  });

  test('that is no warning says when the next one may come', () => {
    expect(linesAbout(0, null, { decision: 'invalid' })).toBe(
      'The next mail like this about it does not come before 10:02 PST.',
    );
  });
});

describe('advice on how to avoid this', () => {
  const advice = (round: Parameters<typeof aNoticeContext>[0] = {}) => {
    const lines = linesOf(aNoticeContext(round));
    const start = lines.indexOf('So that it does not happen again:');
    return lines.slice(start + 1, lines.indexOf('', start));
  };

  test('names the tool that launched the instance', () => {
    const tags = ['karpenter.sh/nodepool', 'eks:cluster-name'].map((key) => ({ key, value: 'x' }));
    expect(advice({ round: { traces: { tags } } })).toEqual([
      '  Karpenter: set Owner=bob@ucsc.edu in spec.tags of the EC2NodeClass.',
    ]);
  });

  test('names the role to exempt, where a service launches by itself and its tags are not known', () => {
    const identity = {
      is: 'role-session',
      roleName: 'AWSServiceRoleForFSx',
      sessionName: 'FSx',
      accessKeyId: null,
      serviceLinked: true,
      invokedBy: null,
    } as const;
    const context = aNoticeContext({ launcher: { ...nobody('FSx'), identity } });
    const { identity: _, ...launch } = context.input.launch;
    const lines = linesOf({ ...context, input: { ...context.input, launch } });
    const start = lines.indexOf('So that it does not happen again:');
    expect(lines.slice(start + 1, lines.indexOf('', start)).join(' ')).toMatch(
      /ask the administrators to +exempt the role +AWSServiceRoleForFSx\.$/,
    );
  });

  test('names the instance whose program launched it', () => {
    const origin = { kind: 'instance', id: 'i-0leader', owner: null } as const;
    expect(advice({ round: { origin } })).toEqual([
      '  Let the program on i-0leader pass TagSpecifications to RunInstances.',
    ]);
  });
});

test('a warning written while enforcement is paused says so first', () => {
  const lines = linesOf(aNoticeContext({ round: { paused: true } }));
  expect(lines.slice(0, 2)).toEqual([
    'Enforcement is paused. What falls due gets a new grace period after it.',
    '1 instance will be terminated at 09:10 PST unless tagged Owner.',
  ]);
});

test.each<[string, Parameters<typeof aNoticeContext>[0], Parameters<typeof aNewsItem>[0]]>([
  ['a warning while the service is not paused', {}, {}],
  ['in dry-run, where nothing ends', { mode: 'dry-run', round: { paused: true } }, {}],
  ['another notice than a warning', { round: { paused: true } }, { decision: 'held', reason: 'paused' }],
])('a notice does not mention a pause: %s', (_, context, concern) => {
  expect(linesOf(aNoticeContext(context), aNewsItem(concern)).join('\n')).not.toContain('What falls due');
});
