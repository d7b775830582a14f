import { isObject } from '../../infra/json.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import { physical } from './physical-names.ts';
import type { Stack } from './template.ts';

const PSEUDO: Readonly<Record<string, (stack: Stack) => string>> = {
  'AWS::AccountId': ({ accountId }) => accountId,
  'AWS::Region': ({ region }) => region,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
  'AWS::StackName': ({ name }) => name,
};

/** Resolves the intrinsic functions in a value of a stack's template, as CloudFormation would. */
export const resolve = (stack: Stack, value: unknown): unknown => {
  const fail = (what: string): never => {
    throw new TemplateNotUnderstood(stack.name, what);
  };

  const nameOf = (logicalId: string) => {
    const resource = stack.template.Resources[logicalId];
    if (!resource) return fail(`a reference to ${logicalId}, which is not in it`);
    const { Type, Properties } = resource;
    const named = Object.fromEntries(
      Object.entries(Properties)
        .filter(([key]) => /name$/i.test(key))
        .map(([key, one]) => [key, go(one)]),
    );
    return physical(stack, logicalId, Type, named);
  };

  const reference = (name: string): string => PSEUDO[name]?.(stack) ?? nameOf(name).ref;

  const attribute = (logicalId: string, name: string): string => {
    const { arn, name: own } = nameOf(logicalId);
    if (name === 'Arn' || name === 'TopicArn') return arn;
    if (name.endsWith('Name')) return own;
    return fail(`the attribute ${logicalId}.${name}`);
  };

  const text = (inner: unknown): string => {
    const resolved = go(inner);
    return typeof resolved === 'string'
      ? resolved
      : fail(`${JSON.stringify(inner)} where a text is expected`);
  };

  const substitute = (pattern: string): string =>
    pattern.replace(/\$\{([^!}][^}]*)\}/g, (_whole, name: string) => {
      const [logicalId = '', ...rest] = name.split('.');
      return rest.length > 0 ? attribute(logicalId, rest.join('.')) : reference(name);
    });

  const intrinsic = (name: string, argument: unknown): unknown => {
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Ref':
        return reference(String(argument));
      case 'Fn::GetAtt':
        return attribute(String(list[0]), String(list[1]));
      case 'Fn::Join':
        return Array.isArray(list[1]) ? list[1].map(text).join(String(list[0])) : fail('Fn::Join of no list');
      case 'Fn::Sub':
        return typeof argument === 'string' ? substitute(argument) : fail('Fn::Sub with variables');
      default:
        return fail(`the function ${name}`);
    }
  };

  const go = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(go);
    if (!isObject(inner)) return inner;
    const [key, ...others] = Object.keys(inner);
    if (key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      return intrinsic(key, inner[key]);
    }
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, go(one)]));
  };

  return go(value);
};
