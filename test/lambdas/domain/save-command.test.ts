import { describe, expect, test } from '@jest/globals';
import { consoleLink, saveCommand } from '../../../lambdas/domain/save-command.ts';
import { aLaunch } from '../a-launch.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { instanceIds } from '../instance-ids.ts';

const save = (overrides: Parameters<typeof aLaunch>[0], ids: readonly string[] = ['i-1']) =>
  saveCommand(aLaunch(overrides), ids, anOwnerTag());

test('the command names the Region, the tag with the launcher as its value, and the instances', () => {
  expect(save({}, ['i-1', 'i-2'])).toBe(
    'aws ec2 create-tags --region us-west-2 --tags Key=Owner,Value=bob@ucsc.edu --resources i-1 i-2',
  );
});

describe('the value is left to the reader', () => {
  test.each([
    ['nobody is known', null],
    ['the rule does not accept the user name', 'bob'],
    ['the user name would mean something to a shell', '$(reboot)@ucsc.edu'],
    ['the user name would mean something to the AWS CLI', 'a,Value=b@ucsc.edu'],
  ])('when %s', (_, userName) => {
    expect(save({ launcher: { userName, description: '' } })).toContain(
      ' --tags Key=Owner,Value=YOUR_IAM_USER_NAME ',
    );
  });
});

describe('many instances are found by their launch', () => {
  const twentyOne = instanceIds(21);

  test('twenty are still named', () => {
    expect(save({}, instanceIds(20))).toMatch(/ --resources i-0\w{16}( i-0\w{16}){19}$/);
  });

  test('more are asked for', () => {
    expect(save({}, twentyOne)).toBe(
      'aws ec2 create-tags --region us-west-2 --tags Key=Owner,Value=bob@ucsc.edu --resources $(aws ec2 describe-instances' +
        ' --region us-west-2 --filters Name=reservation-id,Values=r-0a1b2c3d4e5f60718' +
        " --query 'Reservations[].Instances[].InstanceId' --output text)",
    );
  });

  test.each([
    ['$(reboot)', '$(reboot)'],
    ['a,b "c" d', 'a,b \\"c\\" d'],
    ["it's; reboot", "it'\\''s; reboot"],
  ])('a client token %j, free text of its caller, stays one literal word', (value, inJson) => {
    expect(save({ key: { filter: 'client-token', value } }, twentyOne)).toContain(
      ` --filters '[{"Name":"client-token","Values":["${inJson}"]}]' --query `,
    );
  });
});

test('the console lists the reservation, or the first instance where it is not known', () => {
  expect(consoleLink(aLaunch(), ['i-1'])).toBe(
    'https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2#Instances:reservationId=r-0a1b2c3d4e5f60718',
  );
  const launch = aLaunch({ key: { filter: 'client-token', value: 'a token' } });
  expect(consoleLink(launch, ['i-1', 'i-2'])).toMatch(/#Instances:instanceId=i-1$/);
});
