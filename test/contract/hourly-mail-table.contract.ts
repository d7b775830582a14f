import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { iso } from '../../lambdas/domain/instant.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('notice', 'TABLE_NAME');

/** Recent, since expired items are not returned. */
const START = Date.now() - 4 * 3_600_000;
const at = (minute: number): Date => new Date(START + minute * 60_000);
const textAt = (minute: number): string => iso(at(minute));

describe.each(AWSES)('the hour of a source in $name', ({ open }) => {
  const { claim } = open().clients('notice').hourlyMails(TABLE);
  const aSource = () => {
    const source = `warning 422448306679 Role ${randomUUID()}`;
    return (launch: string, minute: number) => claim(source, launch, `mail of ${launch}`, at(minute));
  };
  const reportedBy = (by: string) => ({ isReported: true, by, mail: `mail of ${by}` });
  /** This launch reports, by its mail of minute `from`. */
  const reports = (from: number, launches: number, since: string | null) => ({
    isReported: false,
    launches,
    since,
    until: textAt(from + 60),
  });

  test('belongs to the first launch, which may send any number of mails', async () => {
    const launch = aSource();
    expect(await launch('first', 0)).toEqual(reports(0, 0, null));
    expect(await launch('first', 8)).toEqual(reports(0, 0, null));
    expect(await launch('second', 10)).toEqual(reportedBy('first'));
    expect(await launch('first', 20)).toEqual(reports(0, 0, null));
  });

  test('is free after an hour, and the next launch’s mail counts those that were not reported since', async () => {
    const launch = aSource();
    await launch('first', 0);
    for (const [minute, name] of ['second', 'third'].entries()) await launch(name, 10 + minute);
    expect(await launch('fourth', 59)).toEqual(reportedBy('first'));
    expect(await launch('fifth', 60)).toEqual(reports(60, 3, textAt(0)));
    expect(await launch('fifth', 68)).toEqual(reports(60, 3, textAt(0)));
    expect(await launch('sixth', 70)).toEqual(reportedBy('fifth'));
    expect(await launch('seventh', 120)).toEqual(reports(120, 1, textAt(60)));
    expect(await launch('eighth', 180)).toEqual(reports(180, 0, textAt(120)));
  });

  test('counts a launch once, however often it claims the hour, and does not count the one that reports', async () => {
    const launch = aSource();
    await launch('first', 0);
    for (const minute of [2, 2, 10]) expect(await launch('second', minute)).toEqual(reportedBy('first'));
    await launch('third', 12);
    expect(await launch('second', 61)).toEqual(reports(61, 1, textAt(0)));
  });

  test('belongs to one source', async () => {
    await aSource()('first', 0);
    expect(await aSource()('second', 1)).toEqual(reports(1, 0, null));
  });

  test('belongs to one launch if many claim it at the same time', async () => {
    const launch = aSource();
    const names = Array.from({ length: 8 }, (_, index) => `launch-${index}`);
    const answers = await Promise.all(names.map((name) => launch(name, 0)));
    const tellers = answers.filter((answer) => !answer.isReported);
    expect(tellers).toEqual([reports(0, 0, null)]);
    expect(await launch('next', 60)).toEqual(reports(60, 7, textAt(0)));
  });
});
