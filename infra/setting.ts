import { isJsonObject } from "../lib/strict-json.ts";
import { CommandError } from "./command.ts";

/** Settings as they were given: a JSON value from cdk.json, or the text of `-c NAME=VALUE`. */
export type Given = Readonly<Record<string, unknown>>;

/** A setting can't be used. The message names it. */
export class SettingError extends CommandError {}

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

/** Whether a text is what a setting may be. */
export type Form = (text: string) => boolean;

/** A text of a certain form, if there is one. */
export function text(settings: Given, name: string, isOfForm: Form, wanted: string) {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  if (typeof value === "string" && isOfForm(value)) return value;
  throw mustBe(name, wanted, value);
}

/** Texts of a certain form, in a list or separated by commas, if there are any. */
export function texts(settings: Given, name: string, isOfForm: Form, wanted: string) {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  const list = typeof value === "string" ? value.split(",").map((part) => part.trim()) : value;
  const fits = (entry: unknown) => typeof entry === "string" && isOfForm(entry);
  if (Array.isArray(list) && list.length > 0 && list.every(fits)) return list as string[];
  throw mustBe(name, wanted, value);
}

/** A whole number from 1 to a million, if there is one. */
export function count(settings: Given, name: string, label = name): number | undefined {
  const value = given(settings, name);
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^\d{1,7}$/.test(value) ? Number(value) : value;
  if (Number.isInteger(number) && Number(number) >= 1 && Number(number) <= 1e6) {
    return Number(number);
  }
  throw mustBe(label, "a whole number from 1 to 1000000", value);
}

/** An object, or the JSON text of one, that has no other members than these. */
export function object(value: unknown, label: string, members: readonly string[]): Given {
  const found = typeof value === "string" ? parse(value) : value;
  if (isJsonObject(found) && Object.keys(found).every((name) => members.includes(name))) {
    return found;
  }
  throw mustBe(label, `an object with no other members than ${members.join(", ")}`, value);
}

/** The settings that only make sense together, or none of them. */
export function together(settings: Given, names: readonly string[]): void {
  const missing = names.find((name) => given(settings, name) === undefined);
  const present = names.find((name) => given(settings, name) !== undefined);
  if (missing !== undefined && present !== undefined) {
    throw mustBe(missing, `given too, as ${present} is`);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
