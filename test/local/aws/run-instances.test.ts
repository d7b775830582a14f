import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { reservationOf } from '../../../local/aws/run-instances.ts';
import { PANGENOMICS } from '../../../local/sample/configuration.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../../local/sample/launches.ts';
import { resourceId } from '../../../local/sample/made-up.ts';
import { aNewInstance } from './a-new-instance.ts';

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'many',
  instanceType: 'c6i.large',
  count: 40,
  tags: { Name: 'many' },
};
const Response = z.looseObject({ instancesSet: z.object({ items: z.array(z.looseObject({})) }) });
const idsIn = (record: unknown): string[] =>
  reservationOf(record, 'us-west-2').instances.map(({ instanceId }) => instanceId);

describe('a launch that is rebuilt from its record', () => {
  test('has the instances that the record names, each in its zone, with its tags', () => {
    const { instances } = reservationOf(launched({ ...launch, count: 3 }), 'us-west-2');
    expect(instances).toEqual(
      instanceIdsOf({ ...launch, count: 3 }).map((instanceId, index) =>
        aNewInstance(instanceId, {
          imageId: resourceId('ami', 'ubuntu'),
          availabilityZone: ['us-west-2a', 'us-west-2b', 'us-west-2c'][index] ?? '',
          keyName: 'gi',
          tags: [{ key: 'Name', value: 'many' }],
        }),
      ),
    );
  });

  test('has the tags of the request where the response has none', () => {
    const record = launched({ ...launch, count: 2 });
    const response = Response.parse(record.responseElements);
    const items = response.instancesSet.items.map(({ tagSet: _, ...item }) => item);
    const { instances } = reservationOf(
      { ...record, responseElements: { ...response, instancesSet: { items } } },
      'us-west-2',
    );
    expect(instances.map(({ tags }) => tags)).toEqual(Array(2).fill([{ key: 'Name', value: 'many' }]));
  });

  test('has the requested volumes, with ids that differ by instance and are the same at every reading', () => {
    const volumes = [{ deleteOnTermination: true }, { deleteOnTermination: false }];
    const record = launched({ ...launch, count: 2, recorded: 1, volumes });
    const read = () => reservationOf(record, 'us-west-2').instances.map((one) => one.volumes);
    const ids = read().flatMap(({ deleted, kept }) => [...deleted, ...kept]);
    expect(read().map(({ deleted, kept }) => [deleted.length, kept.length])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(new Set(ids).size).toBe(4);
    expect(read()).toEqual(read());
  });

  test('has the volumes that the record names', () => {
    const record = launched({ ...launch, count: 1, recorded: 1 });
    const named = JSON.parse(
      JSON.stringify(record).replace(
        '"instanceState"',
        '"blockDeviceMapping":{"items":[{"deviceName":"/dev/sda1","ebs":{"volumeId":"vol-1","deleteOnTermination":true}}]},"instanceState"',
      ),
    );
    expect(reservationOf(named, 'us-west-2').instances[0]?.volumes).toEqual({ deleted: ['vol-1'], kept: [] });
  });

  test('has the requested number of instances if the record was truncated, including those that it names', () => {
    const truncated = launched({ ...launch, recorded: 30 });
    const ids = idsIn(truncated);
    expect(new Set(ids).size).toBe(40);
    expect(ids.slice(0, 30)).toEqual(instanceIdsOf({ ...launch, recorded: 30 }));
    expect(idsIn(truncated)).toEqual(ids);
  });

  test('has the requested number of instances, with the requested tags, if the record names none', () => {
    const { instances, reservationId, clientToken } = reservationOf(
      { ...launched(launch), responseElements: null },
      'us-west-2',
    );
    expect(instances).toHaveLength(40);
    expect(instances[0]).toMatchObject({
      availabilityZone: 'us-west-2a',
      tags: [{ key: 'Name', value: 'many' }],
    });
    expect(reservationId).toMatch(/^r-[0-9a-f]{17}$/);
    expect(clientToken).not.toBeNull();
  });

  test('has one instance if nothing can be read', () => {
    expect(idsIn({ requestParameters: 'null', responseElements: 7 })).toHaveLength(1);
  });
});
