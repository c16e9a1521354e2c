const USER_ID = /^user_[0-9a-f]{32}$/;

/** Whether a value is a user id: `user_` and 32 lower-case hex digits. */
export function isUserId(value: unknown): value is string {
  return typeof value === "string" && USER_ID.test(value);
}
