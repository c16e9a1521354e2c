/** Who is calling. */
export type Principal =
  | { readonly role: "user"; readonly userId: string }
  | { readonly role: "api_key"; readonly userId: string; readonly apiKeyId: string }
  | { readonly role: "private_key" };
