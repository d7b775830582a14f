import { expect, test } from '@jest/globals';
import { instanceLine } from '../../../../lambdas/domain/grace-period/instance-line.ts';
import { anInstance } from '../../an-instance.ts';

const volumes = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => `vol-${prefix}${n}`);

test('its volumes are told apart by what becomes of them', () => {
  const instance = anInstance('i-1', { Name: 'a\nb' }, { volumes: { deleted: ['vol-1'], kept: ['vol-2'] } });
  expect(instanceLine(instance)).toEqual({
    instanceId: 'i-1',
    instanceType: 'm7g.large',
    name: 'a b',
    volumes: { deleted: ['vol-1'], kept: ['vol-2'] },
  });
});

test('of many, those that survive are named first, and the rest counted', () => {
  const instance = anInstance('i-1', {}, { volumes: { deleted: volumes('d', 120), kept: volumes('k', 5) } });
  expect(instanceLine(instance).volumes).toEqual({
    deleted: volumes('d', 3),
    kept: volumes('k', 5),
    unlisted: 117,
  });
});

test('nothing is said where there are none', () => {
  expect(instanceLine(anInstance('i-1'))).not.toHaveProperty('volumes');
});
