import { importsOf } from '../imports.js';
import { moduleOf, type Project } from '../project.js';
import { ROOMS } from '../rooms.js';
import type { Rule } from '../rule.js';

/** What a module without an entry may have. */
const USUAL_ROOMS: readonly string[] = ['entities', 'dto'];

export const everyRoomHasAPlace: Rule = {
  says: 'each folder of a module has a place in ROOMS',
  offences: (project) =>
    project.modules.flatMap((module) =>
      roomsIn(project, module)
        .filter((room) => !placesOf(module).includes(room))
        .map(
          (room) =>
            `src/${module}/${room} has no place in ROOMS: name it for what happens there, and add it in ` +
            'test/architecture/rooms.ts, right of every room that it asks',
        ),
    ),
};

export const roomsAskToTheirLeft: Rule = {
  says: 'a room imports only from its left in ROOMS',
  offences: (project) =>
    project.code.flatMap((from) => {
      const [module, room] = [moduleOf(from), roomOf(from)];
      if (module === undefined || room === undefined) return [];
      const places = placesOf(module);
      return importsOf(project, from)
        .map(({ specifier, target }) => ({ specifier, asked: moduleOf(target) === module && roomOf(target) }))
        .filter(({ asked }) => asked && places.indexOf(asked) > places.indexOf(room))
        .map(
          ({ specifier, asked }) =>
            `${from} reaches from ${room}/ to the right into ${String(asked)}/ (${specifier}): move what both need ` +
            'into a room to their left, or onto the ground of the module',
        );
    }),
};

const placesOf = (module: string): readonly string[] => ROOMS[module] ?? USUAL_ROOMS;

const roomsIn = (project: Project, module: string): string[] => [
  ...new Set(
    project
      .filesOf(module)
      .map(roomOf)
      .filter((room) => room !== undefined),
  ),
];

/** The first folder below the module's; undefined for what lies on its ground. */
const roomOf = (path: string): string | undefined => /^src\/[^/]+\/([^/]+)\//.exec(path)?.[1];
