import type { Draft } from '../requests/draft.js';
import type { Mutation, Tools } from './tools.js';

const ODD_QUERIES = [
  'limit=0',
  'limit=-1',
  'limit=101',
  'limit=1e9',
  'limit=',
  'limit=24&limit=25',
  'limit[]=1',
  'limit[a]=1',
  '__proto__[x]=1',
  'cursor=',
  'cursor=x',
  'sort=password_hash',
  'sort=CASE%20WHEN%201',
  'status=active,draft',
  'currency=usd',
  'minPrice=-1',
  'maxPrice=9007199254740993',
  'option.=x',
  'option.Color=',
  'option.__proto__=x',
  'option.Color=Blue&option.Color=',
  'category=a&category=%00',
  'inStock=1',
  'q=%00',
  'q=%ED%A0%80',
  'q=%FF',
  'q=%',
  '%',
  '&&&',
  '=',
  '?',
  '#',
  'createdFrom=0000-01-01T00:00:00Z',
];

const pathTricks: Readonly<Record<string, (path: string, draft: Draft, tools: Tools) => string>> = {
  'another id': (path, _, { random, hostile, foreignId }) => {
    const text = random.chance(0.3) ? (foreignId() ?? 'x') : random.pick(hostile.texts);
    return replaceSegment(path, random.int(3, 6), encoded(text));
  },
  'raw bytes': (path, _, { random, hostile }) =>
    replaceSegment(path, random.int(3, 6), Buffer.from(random.pick(hostile.texts)).toString('latin1')),
  'bad escapes': (path, _, { random }) =>
    `${path}${random.pick(['%', '%zz', '%c0%af', '%ed%a0%80', '%00', '%2f', '%2e%2e', '%25%30%30'])}`,
  'a slash more': (path, _, { random }) =>
    random.pick([`${path}/`, `/${path}`, path.replace('/v1/', '/v1//')]),
  dots: (path, _, { random }) =>
    random.pick([`${path}/..`, `${path}/.`, path.replace('/v1/', '/v1/./'), `/x/..${path}`]),
  'another case': (path) => path.toUpperCase(),
  'a matrix parameter': (path) => `${path};a=b`,
  'very long': (path, _, { random }) => `${path}${'a'.repeat(random.pick([200, 201, 3_000, 20_000]))}`,
  'more segments': (path, _, { random }) => `${path}/${random.pick(['x', 'items', 'null', '%20'])}`,
};

/** A path that names something else, or nothing, or itself in another spelling. */
export const path: Mutation = (draft, tools) => {
  const name = tools.random.chance(0.5) ? 'another id' : tools.random.pick(Object.keys(pathTricks));
  draft.path = pathTricks[name]!(draft.path, draft, tools).replace(/[^\u0021-\u00ff]/g, '') || '/';
  draft.isOnWire = true;
  return `path: ${name}`;
};

/** A query that means nothing, or something bad. */
export const query: Mutation = (draft, { random, hostile }) => {
  const names = draft.operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
  if (names.length > 0 && random.chance(0.6)) {
    const name = random.pick(names);
    draft.query.push([name === 'option' ? 'option.Color' : name, random.pick(hostile.texts)]);
    return `query: hostile ${name}`;
  }
  if (random.chance(0.1)) {
    draft.query = Array.from({ length: 500 }, (_, at) => [`q${at}`, '1']);
    return 'query: very many';
  }
  draft.path += `?${random.pick(ODD_QUERIES)}`;
  draft.isOnWire = true;
  return 'query: odd';
};

function replaceSegment(address: string, at: number, text: string): string {
  const segments = address.split('/');
  segments[Math.min(at, segments.length - 1)] = text;
  return segments.join('/');
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 5_000);
