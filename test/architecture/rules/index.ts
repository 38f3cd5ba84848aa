import type { Rule } from '../rule.js';
import { noImportCircles } from './circles.js';
import { everyEntityHasATable, migrationsStandAlone, noSynchronize, sqlIsPlainText } from './database.js';
import { eventsCarryTheirModule, eventsRunDown } from './events.js';
import { aFaceIsUsed, aFaceOnlyExports, everyFaceSpeaks } from './faces.js';
import { jobsAreNamedByTheirFile, jobsHaveTheirFile } from './jobs.js';
import {
  everyModuleHasAPlace,
  importsNameTheFile,
  importsRunDown,
  importsUseTheFace,
  nobodyImportsTheOwnFace,
} from './layers.js';
import { constructorsAreShort, everyModuleIsRegistered, everyModuleIsTested } from './modules.js';
import { promisesAreDocumented } from './promises.js';
import { everyRequestIsValidated } from './requests.js';
import { responsesStayAtTheEdge } from './responses.js';
import { everyRoomHasAPlace, roomsAskToTheirLeft } from './rooms.js';
import { everyRouteDeclaresAccess } from './routes.js';
import { settingsAreDocumented, settingsAreTyped } from './settings.js';
import { sqlHasItsFiles } from './sql.js';

/** The house rules, in the order in which a new module meets them. */
export const RULES: readonly Rule[] = [
  everyModuleHasAPlace,
  everyFaceSpeaks,
  aFaceOnlyExports,
  aFaceIsUsed,
  everyModuleIsRegistered,
  everyRouteDeclaresAccess,
  everyRequestIsValidated,
  responsesStayAtTheEdge,
  everyEntityHasATable,
  everyModuleIsTested,
  importsRunDown,
  importsUseTheFace,
  nobodyImportsTheOwnFace,
  everyRoomHasAPlace,
  roomsAskToTheirLeft,
  noImportCircles,
  importsNameTheFile,
  eventsRunDown,
  eventsCarryTheirModule,
  jobsHaveTheirFile,
  jobsAreNamedByTheirFile,
  migrationsStandAlone,
  sqlHasItsFiles,
  sqlIsPlainText,
  noSynchronize,
  settingsAreTyped,
  settingsAreDocumented,
  promisesAreDocumented,
  constructorsAreShort,
];
