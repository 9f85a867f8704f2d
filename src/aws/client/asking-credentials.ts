import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentials } from './session.ts';

/** Credentials of the standard sources, that ask for the code of a profile with `mfa_serial`. */
export function askingCredentials(ask: (serial: string) => Promise<string>): AwsCredentials {
  return fromNodeProviderChain({ mfaCodeProvider: ask });
}
