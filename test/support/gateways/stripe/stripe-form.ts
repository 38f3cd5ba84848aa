export type Form = { [name: string]: string | Form };

/** Reads `a[b]=c` and `a[0]=b` as Stripe does. */
export function readForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text))
    put(form, name.replaceAll(']', '').split('['), value);
  return form;
}

function put(form: Form, path: readonly string[], value: string): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) form[name] = value;
  else put(inner(form, name), rest, value);
}

function inner(form: Form, name: string): Form {
  const known = form[name];
  if (known !== undefined && typeof known !== 'string') return known;
  const made: Form = {};
  form[name] = made;
  return made;
}

export const textIn = (form: Form, name: string): string | undefined => {
  const value = form[name];
  return typeof value === 'string' ? value : undefined;
};

export const formIn = (form: Form, name: string): Form => {
  const value = form[name];
  return value === undefined || typeof value === 'string' ? {} : value;
};

export const numberIn = (form: Form, name: string): number | undefined => {
  const text = textIn(form, name);
  return text === undefined ? undefined : Number(text);
};

export const textsIn = (form: Form, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(formIn(form, name)).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
