import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { SUB_ACCOUNT_TOPIC_NAME_PREFIX } from '../../infra/names.ts';
import { LOG_LINES } from '../../lambdas/log.ts';
import { hub } from '../infra/hub/the-hub.ts';
import { resourcesOf } from '../infra/synthesize.ts';
import { articles, commandsIn, runbook } from './runbook.ts';

const root = join(import.meta.dirname, '..', '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
const anchors = [...articles.keys()].map(anchorOf);

const alarms = resourcesOf(hub, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
  z.object({ AlarmName: z.string(), AlarmDescription: z.string() }).parse(Properties),
);
const articleOf = ({ AlarmDescription }: { readonly AlarmDescription: string }): string =>
  AlarmDescription.split('docs/runbook.md#').at(-1) ?? '';

describe('every alarm', () => {
  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm] as const))(
    '%s says in a sentence what it means, and has an article',
    (name, alarm) => {
      expect(alarm.AlarmDescription).toMatch(/^[A-Z][^.]+\. docs\/runbook\.md#[\w-]+$/);
      expect(anchors).toContain(articleOf(alarm));
      // Of a failure by another name, such as timed-out, only the first words are alike.
      expect(name.startsWith(articleOf(alarm).replace(/-failed$/, ''))).toBe(true);
    },
  );

  test('that has an article exists', () => {
    const named = anchors.filter((anchor) => anchor.startsWith(SUB_ACCOUNT_TOPIC_NAME_PREFIX));
    expect(new Set(alarms.map(articleOf))).toEqual(new Set(named));
  });
});

test.each([...articles.entries()])('"%s" is short, and ends in a command', (_, text) => {
  expect(text.trimEnd()).toMatch(/```$/);
  expect(text.split('\n').length).toBeLessThan(25);
  expect(commandsIn(text).length).toBeGreaterThan(0);
});

test('it is a page of 200 lines at most', () => {
  expect(runbook.split('\n').length).toBeLessThanOrEqual(200);
});

test('the log lines that it names exist', () => {
  const named = [...runbook.matchAll(/\bline `([a-z-]+)`/g)].map(([, code]) => code);
  expect(named.length).toBeGreaterThan(1);
  expect(Object.keys(LOG_LINES)).toEqual(expect.arrayContaining(named));
});

/** What the CLI calls otherwise than the SDK's clients are called. */
const CLIENTS: Readonly<Record<string, string>> = { stepfunctions: 'sfn', events: 'eventbridge' };

/** Operations of services that this project has no client of. */
const OTHERS = ['logs filter-log-events', 'cloudwatch describe-alarms'];

/** Whether AWS has the operation: as a command of the SDK's client. */
const isOperation = (service: string, operation: string): boolean => {
  if (OTHERS.includes(`${service} ${operation}`)) return true;
  const name = operation.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const client = join(root, 'node_modules', '@aws-sdk', `client-${CLIENTS[service] ?? service}`);
  return existsSync(join(client, 'dist-types', 'commands', `${name}Command.d.ts`));
};

const commands = commandsIn(runbook);

test.each(commands)('exists: %s', (command) => {
  const [program, first = '', second = ''] = command.split(' ');
  switch (program) {
    case 'npm':
      expect([first, Object.keys(scripts)]).toEqual(['run', expect.arrayContaining([second])]);
      break;
    case 'npx':
      expect([first, ['deploy', 'destroy'].includes(second)]).toEqual(['cdk', true]);
      // The hub depends on the stacks of the accounts: it would be destroyed with any of them.
      if (second === 'destroy') expect(command).toContain(' --exclusively ');
      break;
    case 'aws':
      for (const [, service = '', operation = ''] of command.matchAll(/\baws ([\w-]+) ([\w-]+)/g)) {
        expect([service, operation, isOperation(service, operation)]).toEqual([service, operation, true]);
      }
      break;
    default:
      expect(command).toMatch(/^export /);
  }
});

test('what doctor and redrive point to is there', () => {
  for (const place of ['cli/doctor/check-stack.ts', 'cli/doctor/check-hub.ts', 'cli/redrive/redrive.ts']) {
    const text = readFileSync(join(root, place), 'utf8');
    const pointed = [...text.matchAll(/docs\/runbook\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
    expect(pointed.length).toBeGreaterThan(0);
    expect(anchors).toEqual(expect.arrayContaining(pointed));
  }
});
