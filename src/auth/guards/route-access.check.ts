import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type Route, routesIn } from '../../common/http/routes.js';
import { PERMISSIONS } from '../permissions.js';
import { declaredAccess } from './route-access.js';

export class UndeclaredAccess extends Error {
  constructor(faults: readonly string[]) {
    super(
      `Routes do not say rightly who may call them:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

const PERMISSION_NAMES: ReadonlySet<string> = new Set(PERMISSIONS);

/** Stops the boot when a route declares no access, or a permission that no role has. */
@Injectable()
export class RouteAccessCheck {
  constructor(modules: ModulesContainer) {
    const faults = routesIn(modules).flatMap((route) => {
      const fault = faultOf(route);
      return fault === undefined ? [] : [`${route.controller.name}.${route.name} ${fault}`];
    });
    if (faults.length > 0) throw new UndeclaredAccess(faults);
  }
}

function faultOf({ handler, controller }: Route): string | undefined {
  const access = declaredAccess(handler, controller);
  if (!access) return 'needs @Public(), @SignedIn() or @RequirePermission()';
  if (access.kind !== 'permission' || PERMISSION_NAMES.has(access.permission)) return undefined;
  return `asks for the permission ${access.permission}, which is not in PERMISSIONS`;
}
