// Made from openapi.yaml by npm run client: not to be changed by hand.
// sha256 d24abb5f48a2701bae3a1f3d7c39e791b3949d76cd3a32cf13dd71e811f9e4d0

export interface paths {
    "/users/{user_id}/api_key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `user_` and 32 lower-case hex digits, or `me` for the caller's own id. The private key is nobody: with it, `me` is
                 *     404.
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Look at the API key
         * @description Gives the same key each time, until it is reset or revoked.
         */
        get: operations["viewApiKey"];
        put?: never;
        /**
         * Reset the API key
         * @description Makes a new key. The one before is dead at once, or after `grace_period_seconds`. A user's first reset makes
         *     their first key; with the private key, only a key that exists can be reset.
         *
         *     Without an `Idempotency-Key`, each repetition is another reset. With one it is safe to repeat: for 24 hours the
         *     same call gives the same key, unless another reset or a revocation came in between.
         */
        post: operations["resetApiKey"];
        /**
         * Revoke the API key
         * @description The key is dead, and so is one in its grace period. The user has no key until their next reset. Repeated, it is
         *     404: there is nothing left to revoke.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask what a token is worth
         * @description Tells whether an API key or a user token is worth anything now, and whose it is (RFC 7662). Only for your own
         *     services: it takes the private key. Whatever makes a token worth nothing, the answer is the same. Do not keep the
         *     answer: a key may be reset at any moment.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A user. */
        UserId: string;
        /** @description One API key of a user. A reset makes another. */
        ApiKeyId: string;
        /** @description The API key itself. */
        ApiKeyToken: string;
        /** @description A time in the form of HTTP's own dates (IMF-fixdate, RFC 9110). */
        Time: string;
        /** @description A user's API key. */
        ApiKey: {
            /** @description When the key was made. */
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["ApiKeyId"];
            /** @description When the key before ends. There only while it is alive. */
            previous_expires_at?: components["schemas"]["Time"];
            token: components["schemas"]["ApiKeyToken"];
            /** @description When anything about the key last changed. */
            updated_at: components["schemas"]["Time"];
            /** @description Whose key it is. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description The answer to a look. */
        FetchedApiKey: {
            data: components["schemas"]["ApiKey"];
            /** @constant */
            message: "API key fetched successfully.";
            /** @constant */
            status: "success";
        };
        /** @description The answer to a reset. */
        ResetApiKey: {
            data: components["schemas"]["ApiKey"];
            /** @constant */
            message: "API key reset successfully.";
            /** @constant */
            status: "success";
        };
        /** @description How to reset. */
        ResetRequest: {
            /**
             * @description How long the old key stays alive beside the new one, up to a week. There is one old key at most.
             * @default 0
             */
            grace_period_seconds: number;
        };
        /** @description Why a call about a user's key did nothing. */
        Error: {
            data: null;
            /** @description A sentence for people. It may be worded anew; go by the status. */
            message: string;
            /** @constant */
            status: "error";
        };
        /** @description The same JSON, as plain text. */
        ErrorText: string;
        /** @description What the gateway says where it answers by itself. */
        GatewayError: {
            message: string;
        };
        /** @description What is asked about. */
        IntrospectionRequest: {
            /** @description An API key, or a user token. Once in the form. */
            token: string;
            /** @description Taken, as RFC 7662 has it, and not looked at. */
            token_type_hint?: string;
        };
        /** @description What a token is worth now. */
        Introspection: components["schemas"]["ActiveApiKey"] | components["schemas"]["ActiveUserToken"] | components["schemas"]["Inactive"];
        /** @description A live API key. */
        ActiveApiKey: {
            /** @constant */
            active: true;
            /** @description Whose key it is. */
            sub: components["schemas"]["UserId"];
            jti: components["schemas"]["ApiKeyId"];
            /** @description When it was made, in seconds since 1970. */
            iat: number;
            /** @description When it ends, in seconds since 1970. There only in its grace period. */
            exp?: number;
            /** @constant */
            role: "api_key";
            /** @constant */
            token_type: "Bearer";
        };
        /** @description A user token, or an access token of the issuer. */
        ActiveUserToken: {
            /** @constant */
            active: true;
            /** @description Who the user is. */
            sub: components["schemas"]["UserId"];
            /** @description When it was made, in seconds since 1970, as the token says. May have a fraction. */
            iat?: number;
            /** @description When it ends, in seconds since 1970. May have a fraction. */
            exp: number;
            /** @constant */
            role: "user";
            /** @constant */
            token_type: "Bearer";
        };
        /** @description Worth nothing, whatever the reason. */
        Inactive: {
            /** @constant */
            active: false;
        };
        /** @description Why an introspection told nothing, in OAuth's words (RFC 6749). */
        OAuthError: {
            /**
             * @description For programs.
             * @enum {string}
             */
            error: "invalid_request" | "invalid_token" | "server_error" | "temporarily_unavailable";
            /** @description A sentence for people. It may be worded anew. */
            error_description: string;
        };
    };
    responses: {
        /** @description The Authorization header can't be read one way only. */
        UnreadableAuthorization: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeUnreadable"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description The Authorization header, the Idempotency-Key or the body can't be taken as it is. Nothing was changed. */
        UnreadableReset: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeUnreadable"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description There are no credentials, or they are worth nothing. */
        Unauthorized: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeUnauthorized"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description The caller is known, and may not do this. Whether there is such a user is not told. */
        Forbidden: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeForbidden"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description The caller may, but there is no key. A reset by the user makes one; a reset with the private key does not. */
        NoApiKey: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description Accept takes neither type. Nothing was changed. */
        NotAcceptable: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The Idempotency-Key came with another body before. Nothing was changed. */
        IdempotencyKeyReused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description A bug of ours. Whether anything was changed is not known. */
        OurMistake: {
            headers: {
                "Cache-Control": components["headers"]["NoStoreUnlessGateway"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /**
         * @description Something that the answer depends on can't answer in time. Whether a reset or a revocation took is not known: look
         *     at the key, or repeat the reset with the same Idempotency-Key.
         */
        Unavailable: {
            headers: {
                "Cache-Control": components["headers"]["NoStoreUnlessGateway"];
                "Retry-After": components["headers"]["RetryAfter"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                "text/plain": components["schemas"]["ErrorText"];
            };
        };
        /** @description The Authorization header or the form can't be taken as it is. */
        UnreadableIntrospection: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeUnreadable"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description The caller does not show the private key. */
        PrivateKeyWanted: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "WWW-Authenticate": components["headers"]["ChallengeUnauthorized"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"];
            };
        };
        /** @description A bug of ours. */
        OAuthOurMistake: {
            headers: {
                "Cache-Control": components["headers"]["NoStoreUnlessGateway"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description What the token is worth can't be told now. That is neither active nor inactive. */
        OAuthUnavailable: {
            headers: {
                "Cache-Control": components["headers"]["NoStoreUnlessGateway"];
                "Retry-After": components["headers"]["RetryAfter"];
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OAuthError"] | components["schemas"]["GatewayError"];
            };
        };
        /** @description The body is over 10 MB, which never gets to the service. */
        TooLarge: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description More calls than the deployment allows for this route, by all callers together. Wait a second. */
        TooManyRequests: {
            headers: {
                "apigw-requestid": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
    };
    parameters: {
        /**
         * @description `user_` and 32 lower-case hex digits, or `me` for the caller's own id. The private key is nobody: with it, `me` is
         *     404.
         */
        UserId: string;
        /**
         * @description Of your choice, such as a UUID: 1 to 255 printable ASCII characters. Take a new one for each reset that you mean,
         *     and the same one to repeat it. With another body it is 422.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description Nobody may keep the answer. */
        NoStore: "no-store";
        /** @description Nobody may keep the answer. Not there where the gateway answers by itself. */
        NoStoreUnlessGateway: "no-store";
        /** @description The gateway's id of the request, to look for in the logs. Not there on a laptop. */
        RequestId: string;
        /** @description Seconds to wait. Not there where the gateway answers by itself. */
        RetryAfter: 5;
        /** @description There where it is the Authorization header that can't be read. */
        ChallengeUnreadable: "Bearer realm=\"clara\", error=\"invalid_request\"";
        /** @description Without an error where there are no credentials. */
        ChallengeUnauthorized: "Bearer realm=\"clara\"" | "Bearer realm=\"clara\", error=\"invalid_token\"";
        /** @description The caller is known, and may not do this. */
        ChallengeForbidden: "Bearer realm=\"clara\", error=\"insufficient_scope\"";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    viewApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `user_` and 32 lower-case hex digits, or `me` for the caller's own id. The private key is nobody: with it, `me` is
                 *     404.
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user's API key. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FetchedApiKey"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["UnreadableAuthorization"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoApiKey"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["OurMistake"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Of your choice, such as a UUID: 1 to 255 printable ASCII characters. Take a new one for each reset that you mean,
                 *     and the same one to repeat it. With another body it is 422.
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description `user_` and 32 lower-case hex digits, or `me` for the caller's own id. The private key is nobody: with it, `me` is
                 *     404.
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description Optional. No body and `{}` mean the same. 4 KiB at most. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description The user's new API key. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResetApiKey"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["UnreadableReset"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoApiKey"];
            406: components["responses"]["NotAcceptable"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["OurMistake"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `user_` and 32 lower-case hex digits, or `me` for the caller's own id. The private key is nobody: with it, `me` is
                 *     404.
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has no API key any more. */
            204: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["UnreadableAuthorization"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoApiKey"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["OurMistake"];
            503: components["responses"]["Unavailable"];
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A form of 8 KiB at most. Members other than `token` change nothing. */
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectionRequest"];
            };
        };
        responses: {
            /** @description What the token is worth now. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    "apigw-requestid": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            400: components["responses"]["UnreadableIntrospection"];
            401: components["responses"]["PrivateKeyWanted"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["OAuthOurMistake"];
            503: components["responses"]["OAuthUnavailable"];
        };
    };
}
