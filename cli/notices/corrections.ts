import { FIRST, input, type Kind, MKIM, NEAR_MISS, round, THREE, THREE_LINES } from './made-up.ts';

const LEADER = 'i-0f3f2c1d9b8a70615';
const inheritable = {
  is: 'noncompliant',
  reason: 'inheritable',
  owner: 'mkim@ucsc.edu',
  from: { kind: 'instance', id: LEADER },
} as const;

/** Tags that were put right, or are to be. */
export const corrections: readonly Kind[] = [
  {
    title: 'Near miss',
    input: input(
      round({
        findings: [{ verdict: NEAR_MISS, instanceIds: [FIRST] }],
        toWarn: [],
        repair: [{ result: 'repaired', reason: 'near-miss', instanceIds: [FIRST] }],
      }),
    ),
  },
  {
    title: 'Near miss, not kept',
    input: input(
      round({
        findings: [{ verdict: NEAR_MISS, instanceIds: [FIRST] }],
        toWarn: [],
        repair: [{ result: 'left', reason: 'changed-back', instanceIds: [FIRST] }],
      }),
    ),
  },
  {
    title: 'Inherited',
    input: input(
      round({
        findings: [{ verdict: inheritable, instanceIds: THREE }],
        toWarn: [],
        examples: THREE_LINES,
        repair: [{ result: 'inherited', reason: 'inheritable', instanceIds: THREE }],
        origin: { kind: 'instance', id: LEADER, owner: 'mkim@ucsc.edu' },
        tools: ['toil'],
      }),
      { ...MKIM, description: `mkim@ucsc.edu (Owner of ${LEADER}, which made the call)` },
    ),
  },
  {
    title: 'Invalid value',
    input: input(
      round({
        findings: [
          {
            verdict: { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value: 'Bobbie' } },
            instanceIds: [FIRST],
          },
        ],
        toWarn: [],
      }),
    ),
  },
  {
    title: 'Near misses that disagree',
    input: input(
      round({
        findings: [
          {
            verdict: {
              is: 'invalid',
              reason: 'near-misses-disagree',
              values: ['dnguyen@ucsc.edu', 'mkim@ucsc.edu'],
            },
            instanceIds: [FIRST],
          },
        ],
        toWarn: [],
      }),
    ),
  },
];
