import { createHmac, createSecretKey, hash } from "node:crypto";
import type { Checksum, SourceData } from "@smithy/types";

/**
 * SHA-256, and its HMAC where there is a secret, in the form that the SDK signs requests with. Node takes a secret of
 * bytes much faster as a KeyObject, which the SDK's own class does not make, and hashes faster in one call.
 */
export class Sha256 implements Checksum {
  readonly #secret: SourceData | undefined;
  #data: Uint8Array = new Uint8Array();

  constructor(secret?: SourceData) {
    this.#secret = secret;
  }

  update(chunk: Uint8Array): void {
    this.#data = this.#data.length === 0 ? chunk : Buffer.concat([this.#data, chunk]);
  }

  async digest(): Promise<Uint8Array> {
    if (this.#secret === undefined) return hash("sha256", this.#data, "buffer");
    return createHmac("sha256", keyOf(this.#secret)).update(this.#data).digest();
  }

  reset(): void {
    this.#data = new Uint8Array();
  }
}

function keyOf(secret: SourceData) {
  if (typeof secret === "string") return secret;
  return createSecretKey(
    ArrayBuffer.isView(secret)
      ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
      : Buffer.from(secret),
  );
}
