import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { iso } from '../../lambdas/domain/instant.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('notice', 'TABLE_NAME');

/** Of late: DynamoDB removes what is old. */
const START = Date.now() - 4 * 3_600_000;
const at = (minute: number): Date => new Date(START + minute * 60_000);
const textAt = (minute: number): string => iso(at(minute));

describe.each(AWSES)('the hour of an Auto Scaling group in $name', ({ open }) => {
  const { claim } = open().clients('notice').groupMails(TABLE);
  const aGroup = () => {
    const group = `422448306679 us-west-2 ${randomUUID()}`;
    return (launch: string, minute: number) => claim(group, launch, `mail of ${launch}`, at(minute));
  };
  const told = (by: string) => ({ isReported: true, by, mail: `mail of ${by}` });
  const tells = (launches: number, since: string | null) => ({ isReported: false, launches, since });

  test('is the first launch’s, which tells as often as it likes', async () => {
    const launch = aGroup();
    expect(await launch('first', 0)).toEqual(tells(0, null));
    expect(await launch('first', 8)).toEqual(tells(0, null));
    expect(await launch('second', 10)).toEqual(told('first'));
    expect(await launch('first', 20)).toEqual(tells(0, null));
  });

  test('is free after an hour, and the next tells how many were not told of since', async () => {
    const launch = aGroup();
    await launch('first', 0);
    for (const [minute, name] of ['second', 'third'].entries()) await launch(name, 10 + minute);
    expect(await launch('fourth', 59)).toEqual(told('first'));
    expect(await launch('fifth', 60)).toEqual(tells(3, textAt(0)));
    expect(await launch('fifth', 68)).toEqual(tells(3, textAt(0)));
    expect(await launch('sixth', 70)).toEqual(told('fifth'));
    expect(await launch('seventh', 120)).toEqual(tells(1, textAt(60)));
    expect(await launch('eighth', 180)).toEqual(tells(0, textAt(120)));
  });

  test('counts a launch once, however often it is asked, and not the one that tells', async () => {
    const launch = aGroup();
    await launch('first', 0);
    for (const minute of [2, 2, 10]) expect(await launch('second', minute)).toEqual(told('first'));
    await launch('third', 12);
    expect(await launch('second', 61)).toEqual(tells(1, textAt(0)));
  });

  test('is of one group', async () => {
    await aGroup()('first', 0);
    expect(await aGroup()('second', 1)).toEqual(tells(0, null));
  });

  test('is of one launch, where many ask at once', async () => {
    const launch = aGroup();
    const names = Array.from({ length: 8 }, (_, index) => `launch-${index}`);
    const answers = await Promise.all(names.map((name) => launch(name, 0)));
    const tellers = answers.filter((answer) => !answer.isReported);
    expect(tellers).toEqual([tells(0, null)]);
    expect(await launch('next', 60)).toEqual(tells(7, textAt(0)));
  });
});
