/** A key ring that names a value for every purpose. Two signing keys: k1 is older, k2 current. */
export const fullKeyRing = {
  root: "root-secret-0123456789-0123456789-0123456789",
  api_key: {
    current: "k2",
    keys: {
      k1: "signing-key-1-0123456789-0123456789",
      k2: "signing-key-2-0123456789-0123456789",
    },
  },
  user_token: ["user-token-secret-0123456789-0123456789", "user-token-secret-before-0123456789-01"],
  private_key: [
    "clara_private_0123456789012345678901234567890123456789_-a",
    "clara_private_before6789012345678901234567890123456789_-a",
  ],
} as const;

export const [privateKey, privateKeyBefore] = fullKeyRing.private_key;
