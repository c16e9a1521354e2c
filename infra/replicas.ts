import { type Given, mustBe, text, texts } from "./setting.ts";

/** The table's regions besides its own. */
export interface Replicas {
  readonly regions: readonly string[];
  /** The region that keeps a log of the writes, and no table. */
  readonly witness: string | undefined;
}

/** Regions that DynamoDB makes a strongly consistent table of: three of one set. */
const REGION_SETS = [
  ["us-east-1", "us-east-2", "us-west-2"],
  ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"],
  ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
];

const isRegion = (text: string) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text);

/**
 * Reads the settings `tableReplicas` and `tableWitness`. A table in several regions must be strongly consistent: were
 * it only eventually so, a key that was revoked in one region would live on in another.
 *
 * @param home the table's own region
 * @throws SettingError
 */
export function readReplicas(context: Given, home: string): Replicas | undefined {
  const wanted = "names of AWS regions, like eu-west-1";
  const regions = texts(context, "tableReplicas", isRegion, wanted);
  const witness = text(context, "tableWitness", isRegion, "the name of an AWS region");
  if (regions === undefined && witness === undefined) return undefined;

  const others = [...(regions ?? []), ...(witness === undefined ? [] : [witness])];
  if (regions === undefined || others.length !== 2) {
    throw mustBe(
      "tableReplicas",
      "two regions, or one and a tableWitness: with the table's own that is three, which DynamoDB needs for strong " +
        "consistency. Any other table in several regions is only eventually consistent, and a key revoked in one " +
        "region would go on working in another",
    );
  }
  const all = new Set([home, ...others]);
  if (all.size === 3 && REGION_SETS.some((set) => [...all].every((one) => set.includes(one)))) {
    return { regions, witness };
  }
  const sets = REGION_SETS.map((set) => set.join(", ")).join("; ");
  throw mustBe(
    "tableReplicas",
    `such that it, tableWitness and the stack's own region, ${home}, are three of one of these: ${sets}`,
  );
}
