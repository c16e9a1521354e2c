import { isJsonObject } from "../lib/strict-json.ts";
import { StartError } from "./local/start-error.ts";

/** Settings as they were given: a JSON value from cdk.json, or the text of `-c NAME=VALUE`. */
export type Given = Readonly<Record<string, unknown>>;

/** A setting can't be used. The message names it. */
export class SettingError extends StartError {}

/** The error that says what a setting must be. */
export function mustBe(name: string, wanted: string, value?: unknown): SettingError {
  const found = value === undefined ? "" : `, not ${JSON.stringify(value)}`;
  return new SettingError(`The setting "${name}" must be ${wanted}${found}.`);
}

/** The value of a setting; an empty text is as good as none. */
export function given(settings: Given, name: string): unknown {
  const value = settings[name];
  return value === "" || value === null ? undefined : value;
}

/** A text of a certain form, if there is one. */
export function text(settings: Given, name: string, form: RegExp, wanted: string) {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  if (typeof value === "string" && form.test(value)) return value;
  throw mustBe(name, wanted, value);
}

/** Texts of a certain form, in a list or separated by commas, if there are any. */
export function texts(settings: Given, name: string, form: RegExp, wanted: string) {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  const list = typeof value === "string" ? value.split(",") : value;
  const isOfForm = (entry: unknown) => typeof entry === "string" && form.test(entry);
  if (Array.isArray(list) && list.length > 0 && list.every(isOfForm)) return list as string[];
  throw mustBe(name, wanted, value);
}

/** A whole number from 1, if there is one. */
export function count(settings: Given, name: string, label = name): number | undefined {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && Number(number) >= 1) return Number(number);
  throw mustBe(label, "a whole number from 1", value);
}

/** An object, or the JSON text of one, that has no other members than these. */
export function object(value: unknown, label: string, members: readonly string[]): Given {
  const found = typeof value === "string" ? parse(value) : value;
  if (isJsonObject(found) && Object.keys(found).every((name) => members.includes(name)))
    return found;
  throw mustBe(label, `an object with no other members than ${members.join(", ")}`, value);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
