import type { Action } from '../iam/action.ts';
import { PRODUCT } from './asff.ts';
import { FIELD, listFrom } from './asff-fields.ts';
import { type KnownFinding, SEVERITIES } from './finding.ts';

/** The fields of a stored finding that are read back; the SDK's `AwsSecurityFinding` fits. */
export interface StoredFinding {
  readonly Id?: string | undefined;
  readonly GeneratorId?: string | undefined;
  readonly CreatedAt?: string | undefined;
  readonly UpdatedAt?: string | undefined;
  readonly FirstObservedAt?: string | undefined;
  readonly Title?: string | undefined;
  readonly RecordState?: string | undefined;
  readonly ProductFields?: Readonly<Record<string, string>> | undefined;
  readonly Resources?: readonly { readonly Type?: string | undefined; readonly Id?: string | undefined }[] | undefined;
  readonly FindingProviderFields?:
    | { readonly Severity?: { readonly Label?: string | undefined } | undefined }
    | undefined;
  readonly Severity?: { readonly Label?: string | undefined } | undefined;
}

/** Reads back a finding that `toAsff` wrote; `undefined` for findings of other products, and for ones without id or dates. */
export function fromAsff(stored: StoredFinding): KnownFinding | undefined {
  const { Id: id, GeneratorId: generator } = stored;
  if (id === undefined || !id.startsWith(`${PRODUCT}/`) || !generator?.startsWith(`${PRODUCT}/`)) return undefined;
  const createdAt = Date.parse(stored.CreatedAt ?? '');
  const updatedAt = Date.parse(stored.UpdatedAt ?? '');
  if (Number.isNaN(createdAt) || Number.isNaN(updatedAt)) return undefined;
  const firstSeen = Date.parse(stored.FirstObservedAt ?? '');
  const fields = stored.ProductFields ?? {};
  // People may override the severity at the top; what was imported stands in FindingProviderFields.
  const label = stored.FindingProviderFields?.Severity?.Label ?? stored.Severity?.Label;
  const actions = listFrom(fields, 'actions');
  const fingerprint = fields[`${FIELD}fingerprint`];
  return {
    id,
    rule: generator.slice(PRODUCT.length + 1),
    roleArn: fields[`${FIELD}roleArn`] ?? stored.Resources?.find(({ Type }) => Type === 'AwsIamRole')?.Id ?? '',
    severity: SEVERITIES.find((severity) => severity === label) ?? 'INFORMATIONAL',
    title: stored.Title ?? '',
    recordState: stored.RecordState === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
    firstSeen: Number.isNaN(firstSeen) ? createdAt : firstSeen,
    createdAt,
    updatedAt,
    families: listFrom(fields, 'families') ?? [],
    ...(actions !== undefined && { actions: actions as readonly Action[] }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
}
