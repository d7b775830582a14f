import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { SUB_ACCOUNT_TOPIC_NAME_PREFIX } from '../../infra/names.ts';
import { LOG_LINES } from '../../lambdas/log.ts';
import { givenTwoAccounts } from '../infra/given-configuration.ts';
import { hub } from '../infra/hub/the-hub.ts';
import { resourcesOf, synthesizeReport } from '../infra/synthesize.ts';
import { articles, commandsIn, runbook } from './runbook.ts';

const root = join(import.meta.dirname, '..', '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The anchor that GitHub makes from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
const anchors = [...articles.keys()].map(anchorOf);

const alarms = [hub, synthesizeReport(givenTwoAccounts())]
  .flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))
  .map(([, { Properties }]) =>
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
      // An alarm such as timed-out shares the article of failed, so only the first words are equal.
      expect(name.startsWith(articleOf(alarm).replace(/-failed$/, ''))).toBe(true);
    },
  );

  test('that has an article exists', () => {
    const named = anchors.filter((anchor) => anchor.startsWith(SUB_ACCOUNT_TOPIC_NAME_PREFIX));
    expect(new Set(alarms.map(articleOf))).toEqual(new Set(named));
  });
});

test.each([...articles.entries()])('"%s" is short, and ends with a command', (_, text) => {
  expect(text.trimEnd()).toMatch(/```$/);
  expect(text.split('\n').length).toBeLessThan(25);
  expect(commandsIn(text).length).toBeGreaterThan(0);
});

test('it has 200 lines at most', () => {
  expect(runbook.split('\n').length).toBeLessThanOrEqual(200);
});

test('the log lines that it names exist', () => {
  const named = [...runbook.matchAll(/\bline `([a-z-]+)`/g)].map(([, code]) => code);
  expect(named.length).toBeGreaterThan(1);
  expect(Object.keys(LOG_LINES)).toEqual(expect.arrayContaining(named));
});

/** Services whose name in the CLI differs from that of the SDK's client. */
const CLIENTS: Readonly<Record<string, string>> = { stepfunctions: 'sfn', events: 'eventbridge' };

/** Operations of services for which this project has no client. */
const OTHERS = ['logs filter-log-events', 'cloudwatch describe-alarms'];

/** Whether AWS has the operation: the SDK's client has a command of that name. */
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
      // The hub depends on the accounts' stacks: destroying one would destroy the hub too.
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

test('the articles that doctor and redrive refer to exist', () => {
  for (const place of ['cli/doctor/check-stack.ts', 'cli/doctor/check-hub.ts', 'cli/redrive/redrive.ts']) {
    const text = readFileSync(join(root, place), 'utf8');
    const pointed = [...text.matchAll(/docs\/runbook\.md#([\w-]+)/g)].map(([, anchor]) => anchor);
    expect(pointed.length).toBeGreaterThan(0);
    expect(anchors).toEqual(expect.arrayContaining(pointed));
  }
});
