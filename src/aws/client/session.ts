import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { messageOf } from '../../base/attempt.ts';
import { getOrInsert } from '../../base/get-or-insert.ts';
import { noRateLimit, type Rate, type RateLimiter, rateLimiter } from '../../base/rate-limiter.ts';
import { isRegion, type Region } from '../../base/region.ts';
import { realTimer } from '../../real-timer.ts';

/** Whatever the SDK accepts as credentials: a fixed identity or a provider. */
export type AwsCredentials = NonNullable<STSClientConfig['credentials']>;

/** The settings that every client of a session gets. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly userAgentAppId: string;
  readonly requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: boolean;
    httpAgent: { keepAlive: boolean; maxSockets: number };
    httpsAgent: { keepAlive: boolean; maxSockets: number };
  };
  readonly logger?: SdkLogger;
}

/** What the SDK tells of each call; absent, nothing is told. */
export interface SdkLogger {
  debug(entry: unknown): void;
  info(entry: unknown): void;
  warn(entry: unknown): void;
  error(entry: unknown): void;
}

interface DestroyableClient {
  destroy(): void;
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * The clients of one set of credentials. A run may hold two sessions: one for the audited account, one for the
 * account it runs in.
 */
export interface AwsSession {
  /** Where the calls go that are not about a Region in particular. */
  readonly region: Region;
  /** Ends every call of the session: the time is up. */
  readonly signal: AbortSignal | undefined;
  /** One client per service and Region, made when first asked for and shared afterwards. */
  client<C extends DestroyableClient>(type: new (settings: ClientSettings) => C, region?: string): C;
  /** A new limiter for calls that share a documented rate; with a Region, the one of all such calls of the session there. */
  rateLimiter(rate: Rate, region?: string): RateLimiter;
  /** Waits, so many milliseconds, for work that the service has yet to do. Rejects when the signal ends the wait. */
  wait(ms: number, signal?: AbortSignal): Promise<unknown>;
  /** Closes the connections; the session is of no use afterwards. */
  close(): void;
}

export interface SessionOptions {
  /** Absent: what the standard AWS configuration says (environment, profile). */
  readonly region?: string;
  /** Absent: the SDK's default chain, resolved once for the whole session. */
  readonly credentials?: AwsCredentials;
  /** Absent: AWS's own, or what `AWS_ENDPOINT_URL` says. */
  readonly endpoint?: string;
  readonly signal?: AbortSignal;
  /** Sends of one request, the first included; default 5. */
  readonly maxAttempts?: number;
  /** Milliseconds until an unanswered request is given up (and sent again); default 20,000. */
  readonly requestTimeout?: number;
  /**
   * False: no rate is kept, and nothing is waited for. Only for a stand-in for AWS that has no rates either, to measure
   * the rest; refused without an `endpoint`. Default true.
   */
  readonly rateLimited?: boolean;
  /** Who is told of the calls of clients of a Region. */
  readonly loggerOf?: (region: string) => SdkLogger;
}

/**
 * Opens a session.
 *
 * @throws {Error} when no Region is configured, since nothing can be asked then, or AWS itself would be called without rates
 */
export async function openSession(options: SessionOptions = {}): Promise<AwsSession> {
  const { rateLimited = true } = options;
  if (!rateLimited && options.endpoint === undefined) {
    throw new Error('Cannot open a session that keeps no rates: it has no endpoint of its own, and AWS has rates');
  }
  const region = options.region ?? (await configuredRegion());
  if (!isRegion(region)) {
    throw new Error(`Cannot choose an AWS Region: "${region}" is none, expected a code such as eu-west-1`);
  }
  const credentials = options.credentials ?? fromNodeProviderChain();
  const clients = new Map<unknown, Map<string, DestroyableClient>>();
  const limiters = new Map<Rate, Map<string, RateLimiter>>();
  const newLimiter = (rate: Rate): RateLimiter => (rateLimited ? rateLimiter(rate, realTimer) : noRateLimit);

  function settings(clientRegion: string): ClientSettings {
    const agent = { keepAlive: true, maxSockets: 32 };
    return {
      region: clientRegion,
      credentials,
      // Host-style bucket names do not resolve at endpoints of one's own.
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint, forcePathStyle: true }),
      maxAttempts: options.maxAttempts ?? 5,
      retryMode: 'standard',
      userAgentAppId: 'ecs-role-auditor',
      ...(options.loggerOf && { logger: options.loggerOf(clientRegion) }),
      requestHandler: {
        connectionTimeout: 4_000,
        requestTimeout: options.requestTimeout ?? 20_000,
        throwOnRequestTimeout: true,
        httpAgent: agent,
        httpsAgent: agent,
      },
    };
  }

  return {
    region,
    signal: options.signal,
    client<C extends DestroyableClient>(type: new (settings: ClientSettings) => C, clientRegion = region): C {
      const ofType = getOrInsert(clients, type, () => new Map<string, DestroyableClient>());
      return getOrInsert(ofType, clientRegion, () => openClient(type, settings(clientRegion))) as C;
    },
    rateLimiter(rate, limitedRegion) {
      if (limitedRegion === undefined) return newLimiter(rate);
      const ofRate = getOrInsert(limiters, rate, () => new Map<string, RateLimiter>());
      return getOrInsert(ofRate, limitedRegion, () => newLimiter(rate));
    },
    wait: (ms, signal) => (rateLimited ? realTimer.sleep(ms, signal) : Promise.resolve()),
    close() {
      for (const ofType of clients.values()) for (const client of ofType.values()) client.destroy();
      clients.clear();
    },
  };
}

/** A client that makes up what it would log of each call, which takes longer than the rest of it, only where somebody is told. */
function openClient<C extends DestroyableClient>(
  type: new (settings: ClientSettings) => C,
  settings: ClientSettings,
): C {
  const client = new type(settings);
  if (settings.logger === undefined) client.middlewareStack.remove('loggerMiddleware');
  return client;
}

async function configuredRegion(): Promise<string> {
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch (error) {
    const why = messageOf(error).replace(/\.$/, '');
    throw new Error(
      `Cannot choose an AWS Region: ${why === 'Region is missing' ? 'none is configured' : why}. Set AWS_REGION (such as eu-west-1), or a region in the profile of AWS_PROFILE`,
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
