import { partitionOfRegion } from '../base/partition.ts';

const IMAGE = /\b(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z.]+\/(?:v2\/)?([a-z0-9][\w./-]{0,255})/i;

/** What a text names of a service: the first ARN of it, the repository of an image of Amazon ECR, a file system; empty for nothing. */
export function resourceIn(text: string, service: string | undefined): string {
  if (service === undefined) return '';
  if (service === '*') return '*';
  const arns = text.match(/arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^\s"',;()]{1,1200}/g) ?? [];
  const found = arns.map((arn) => arn.replace(/[.:\]]+$/, '')).find((arn) => arn.split(':')[2] === service);
  if (found !== undefined) return service === 'secretsmanager' ? found.split(':').slice(0, 7).join(':') : found;
  if (service === 'ecr') {
    const [, account, region = '', path = ''] = IMAGE.exec(text) ?? [];
    const name = path.replace(/\/(?:manifests|blobs)\/.*$/, '').replace(/[.:-]+$/, '');
    return account === undefined ? '' : `arn:${partitionOfRegion(region)}:ecr:${region}:${account}:repository/${name}`;
  }
  return service === 'elasticfilesystem' ? (/\bfs-[0-9a-f]{8,17}\b/.exec(text)?.[0] ?? '') : '';
}
