import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeContainerInstancesCommand } from '@aws-sdk/client-ecs';
import { GetInstanceProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import { memoize } from '../../base/memoize.ts';
import { nameAtEnd } from '../../base/name-at-end.ts';
import type { TaskHost } from '../../ecs/inventory.ts';
import { parseRoleArn, type RoleArn } from '../../iam/arn.ts';
import type { InstanceRoleReader } from '../../ports.ts';
import { toIncomplete } from '../client/aws-error.ts';
import { abortOptions, callApi, pages, requireField, requireParsed } from '../client/call-api.ts';
import { IAM_READS, INSTANCE_READS } from '../client/rates.ts';
import type { AwsSession } from '../client/session.ts';
import { type EcsRegion, openEcsRegion } from '../ecs/ecs-region.ts';

/** "A list of up to 100 container instance IDs or full ARN entries." */
const INSTANCES_PER_CALL = 100;

/** Reads the roles of the EC2 instances that containers run on. Never rejects. */
export function createInstanceRoleReader(session: AwsSession): InstanceRoleReader {
  const iamReads = session.rateLimiter(IAM_READS);
  const roleOfProfile = memoize((profile: string) =>
    callApi(
      () =>
        session
          .client(IAMClient)
          .send(new GetInstanceProfileCommand({ InstanceProfileName: profile }), abortOptions(session.signal)),
      // A profile holds one role at most.
      ({ InstanceProfile }) => {
        const [role] = requireField(InstanceProfile?.Roles, 'Roles');
        return role === undefined ? undefined : requireParsed(parseRoleArn(requireField(role.Arn, 'Arn')));
      },
      iamReads,
      session.signal,
    ),
  );
  return {
    async read(region, hosts) {
      const roles = new Map<string, RoleArn>();
      let action = 'ecs:DescribeContainerInstances';
      try {
        const ecs = openEcsRegion(session, region);
        const instances = new Map<string, string>();
        for (const [cluster, own] of Map.groupBy(hosts, (host) => host.cluster)) {
          for await (const [arn, instance] of instancesOf(ecs, cluster, own)) instances.set(arn, instance);
        }
        action = 'ec2:DescribeInstances';
        const profiles = await profilesOf(session, region, [...new Set(instances.values())]);
        action = 'iam:GetInstanceProfile';
        for (const [arn, instance] of instances) {
          const profile = profiles.get(instance);
          const role = profile === undefined ? undefined : await roleOfProfile(profile);
          if (role !== undefined) roles.set(arn, role);
        }
        return { value: roles, incomplete: [] };
      } catch (error) {
        return {
          value: roles,
          incomplete: [toIncomplete(`Instance roles in ${region}`, error, { action, region })],
        };
      }
    },
  };
}

/** EC2 instances by container instance; those of other places (`mi-…`) have no instance profile. */
async function* instancesOf(
  ecs: EcsRegion,
  cluster: string,
  hosts: readonly TaskHost[],
): AsyncGenerator<readonly [string, string]> {
  const arns = [...new Set(hosts.map(({ containerInstance }) => containerInstance))];
  for (let start = 0; start < arns.length; start += INSTANCES_PER_CALL) {
    const containerInstances = arns.slice(start, start + INSTANCES_PER_CALL);
    const described = await callApi(
      () =>
        ecs.client.send(
          new DescribeContainerInstancesCommand({ cluster, containerInstances }),
          abortOptions(ecs.signal),
        ),
      (answer) => requireField(answer.containerInstances, 'containerInstances'),
      ecs.clusterReads,
      ecs.signal,
    );
    for (const { containerInstanceArn, ec2InstanceId } of described) {
      if (containerInstanceArn !== undefined && ec2InstanceId?.startsWith('i-') === true) {
        yield [containerInstanceArn, ec2InstanceId];
      }
    }
  }
}

/** Names of instance profiles by instance. A filter, unlike a list of ids, passes over instances that are gone by now. */
async function profilesOf(
  session: AwsSession,
  region: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const limiter = session.rateLimiter(INSTANCE_READS, region);
  const found = new Map<string, string>();
  for (let start = 0; start < ids.length; start += INSTANCES_PER_CALL) {
    const Filters = [{ Name: 'instance-id', Values: ids.slice(start, start + INSTANCES_PER_CALL) }];
    const listing = pages((NextToken) =>
      callApi(
        () =>
          session
            .client(EC2Client, region)
            .send(new DescribeInstancesCommand({ Filters, NextToken }), abortOptions(session.signal)),
        (answer) => ({
          items: (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances),
          next: answer.NextToken,
        }),
        limiter,
        session.signal,
      ),
    );
    for await (const page of listing) {
      for (const { InstanceId: id, IamInstanceProfile: profile } of page) {
        if (id !== undefined && profile?.Arn !== undefined) found.set(id, nameAtEnd(profile.Arn));
      }
    }
  }
  return found;
}
