import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { LOG_LINES, log, withFacts, withInvocation } from '../../lambdas/log.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The lines that a function's log wrote. */
const written = async (write: () => unknown): Promise<string[]> => {
  const chunks: string[] = [];
  const save = (chunk: unknown): boolean => chunks.push(String(chunk)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(save);
  jest.spyOn(process.stderr, 'write').mockImplementation(save);
  try {
    await write();
  } finally {
    jest.restoreAllMocks();
  }
  return chunks;
};

const parsed = async (write: () => unknown): Promise<unknown[]> =>
  (await written(write)).map((line) => JSON.parse(line));

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[2J',
    '\u009b31m',
    'a\r\n{"level":"INFO"}',
    '\u202egnp',
    '\u200b\u2066',
    '\u2028',
    '\u007f',
  ),
);

describe('property: any logged value', () => {
  test('becomes one line of JSON without anything that controls a terminal', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, other) => {
        const [line = '', ...more] = await written(() => {
          log().warn('no-users', { value: one, tags: [{ key: other }], error: new Error(other) });
        });
        expect(more).toEqual([]);
        expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\n$/u);
        expect(JSON.parse(line)).toMatchObject({ level: 'WARN', code: 'no-users' });
      }),
      { numRuns: 200 },
    );
  });
});

test('characters that JSON escapes are kept', async () => {
  const lines = await parsed(() => log().info('no-users', { value: 'a\n\u001bb\u009bc' }));
  expect(lines).toMatchObject([{ value: 'a\n\u001bb c' }]);
});

test('a line has its code, the sentence of that code, and the facts', async () => {
  const lines = await parsed(() => log().error('no-users', { gatewayAccountId: '652235167018' }));
  expect(lines).toMatchObject([
    {
      level: 'ERROR',
      code: 'no-users',
      message: 'The gateway account has no users.',
      gatewayAccountId: '652235167018',
    },
  ]);
});

describe('every line that functions may log', () => {
  const folder = join(import.meta.dirname, '..', '..', 'lambdas');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'log.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const calls = sources.flatMap((source) => [...source.matchAll(/\blog\.(?:info|warn|error)\([^,]+,/g)]);
  const used = new Set(calls.flatMap(([call]) => [...call.matchAll(/'([^']+)'/g)].map(([, code]) => code)));

  test('is logged by a function', () => {
    expect([...used].sort()).toEqual(Object.keys(LOG_LINES).sort());
  });

  test.each(Object.entries(LOG_LINES))('%s: %s', (code, sentence) => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
    expect(sentence.split(' ').length).toBeGreaterThan(3);
    // Every bundle contains all of them.
    expect(sentence.length).toBeLessThan(80);
    expect(sentence).not.toMatch(/\b(tells?|told)\b/);
  });
});

describe('a line shows', () => {
  const handler = withInvocation(async (event) => log().info('no-users', { event }));

  test('which invocation wrote it, and for which execution of Step Functions', async () => {
    const lines = await parsed(() => handler({ execution: 'i-1-untagged' }, { awsRequestId: 'one' }));
    expect(lines).toMatchObject([{ function_request_id: 'one', execution: 'i-1-untagged' }]);
  });

  test('nothing of the invocation before it', async () => {
    const [, second, outside] = await parsed(async () => {
      await handler({ execution: 'i-1-untagged' }, { awsRequestId: 'one' });
      await handler({ Records: [] }, { awsRequestId: 'two' });
      log().info('no-users');
    });
    expect(second).toMatchObject({ function_request_id: 'two' });
    expect(second).not.toHaveProperty('execution');
    expect(outside).not.toHaveProperty('function_request_id');
  });

  test('nothing of an invocation before it that failed', async () => {
    const failing = withInvocation(() => Promise.reject(new Error('down')));
    const lines = await parsed(async () => {
      await failing({ execution: 'i-1-untagged' }, { awsRequestId: 'one' }).catch(() => {});
      await handler(null, { awsRequestId: 'two' });
    });
    expect(lines).toMatchObject([{ function_request_id: 'two' }]);
    expect(lines[0]).not.toHaveProperty('execution');
  });

  test('which message it is about, when several are taken in at once', async () => {
    const start = Promise.withResolvers<void>();
    const about = (messageId: string) =>
      withFacts({ messageId }, async () => {
        await start.promise;
        log().info('no-users', { about: messageId });
      });
    const both = withInvocation(() => Promise.all(['a', 'b'].map(about)));
    const lines = await parsed(() => {
      const all = both({}, { awsRequestId: 'one' });
      start.resolve();
      return all;
    });
    expect(lines).toMatchObject([
      { function_request_id: 'one', messageId: 'a', about: 'a' },
      { function_request_id: 'one', messageId: 'b', about: 'b' },
    ]);
  });
});
