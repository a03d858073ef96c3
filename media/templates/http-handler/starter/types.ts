export interface HttpRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

export interface HandlerOptions {
  /** Resolves to the id of the message. */
  readonly store: (text: string) => Promise<string>;
}

export type Handler = (request: HttpRequest) => Promise<HttpResponse>;
