import { describe, expect, it } from 'vitest';
import { CLEAN_SHOP } from './clean-shop.js';
import { OFFENCES } from './offences.js';
import { Project } from './project.js';
import { RULES } from './rules/index.js';

const RULES_BY_NAME = RULES.map((rule) => [rule.says, rule] as const);

/** A shop made up of the clean one and what is planted in it. */
function shopWith(planted: Readonly<Record<string, string | null>>): Project {
  const files = Object.entries({ ...CLEAN_SHOP, ...planted });
  return new Project(new Map(files.filter((file): file is [string, string] => file[1] !== null)));
}

describe('the house rules', () => {
  const project = Project.read(process.cwd());

  it.each(RULES_BY_NAME)('%s', (_, { offences }) => {
    expect(offences(project)).toEqual([]);
  });
});

describe('a house rule', () => {
  it.each(RULES_BY_NAME)('is content with a clean shop: %s', (_, { offences }) => {
    expect(offences(shopWith({}))).toEqual([]);
  });

  it.each(OFFENCES.map((planted) => [planted.story, planted] as const))(
    'sees %s',
    (_, { rule, files, told }) => {
      expect(rule.offences(shopWith(files))).toEqual([expect.stringContaining(told)]);
    },
  );

  it('has an offence planted for it, so that none can be empty', () => {
    const tested = new Set(OFFENCES.map(({ rule }) => rule));
    expect(RULES.filter((rule) => !tested.has(rule))).toEqual([]);
  });
});
