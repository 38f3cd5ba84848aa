import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, MetadataScanner } from '@nestjs/core';

export interface Route {
  readonly controller: Type;
  readonly handler: (...args: never[]) => unknown;
  readonly name: string;
  readonly method: string;
  /** As OpenAPI writes it: `/api/v1/products/{id}`. */
  readonly path: string;
}

export const API_PREFIX = '/api/v1';

/** Operational routes outside the API prefix. */
export const UNPREFIXED = ['health', 'metrics', 'media', '.well-known'] as const;

export const routesOf = (app: INestApplication): Route[] => routesIn(app.get(ModulesContainer));

/** Also works before the application is complete. */
export function routesIn(modules: ModulesContainer): Route[] {
  const scanner = new MetadataScanner();
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) =>
    scanner
      .getAllMethodNames((metatype as Type).prototype as object)
      .flatMap((name) => routeOf(metatype as Type, name)),
  );
}

function routeOf(controller: Type, name: string): Route[] {
  const handler = (controller.prototype as Record<string, Route['handler']>)[name]!;
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const base = first(Reflect.getMetadata(PATH_METADATA, controller));
  const parts = [base, first(Reflect.getMetadata(PATH_METADATA, handler))].map((part) =>
    part.replace(/^\/|\/$/g, ''),
  );
  const own = `/${parts.filter(Boolean).join('/')}`.replace(/:(\w+)/g, '{$1}');
  const isPrefixed = !UNPREFIXED.some((root) => own.startsWith(`/${root}`));
  const path = isPrefixed ? `${API_PREFIX}${own}` : own;
  return [{ controller, handler, name, method: RequestMethod[method].toLowerCase(), path }];
}

const first = (path: unknown): string => String(Array.isArray(path) ? path[0] : path);
